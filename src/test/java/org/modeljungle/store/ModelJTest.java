package org.modeljungle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class ModelJTest {

    @TempDir
    Path folder;

    @Test
    void listsGenerativeModelsBySplitThenNumber() {
        for (int index : new int[] {10000, 12, 3}) {
            write(ModelJ.generative(folder, "train", index).file());
        }
        for (String split : List.of("extra", "test_holdout", "val_holdout", "test", "val")) {
            write(ModelJ.generative(folder, split, 1).file());
        }

        assertThat(Models.modelJ(folder))
                .extracting(Model::id)
                .containsExactly(
                        "train/model_idx_0003",
                        "train/model_idx_0012",
                        "train/model_idx_10000",
                        "val/model_idx_0001",
                        "test/model_idx_0001",
                        "val_holdout/model_idx_0001",
                        "test_holdout/model_idx_0001",
                        "extra/model_idx_0001");
        assertThat(Models.modelJ(folder).ofSplit("train").size()).isEqualTo(3);
        assertThat(Models.modelJ(folder).get(0).file())
                .isEqualTo(ModelJ.generative(folder, "train", 3).file());
    }

    @Test
    void generativePathsAreThoseOfThePublicJungle() {
        Model model = ModelJ.generative(folder, "val", 7);
        assertThat(model.file()).isEqualTo(folder.resolve("val/model_idx_0007/pytorch_lora_weights.safetensors"));
        assertThat(folder).isEmptyDirectory();
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG")); // which has digits of its own
        try {
            assertThat(ModelJ.generative(folder, "val", 7)).isEqualTo(model);
        } finally {
            Locale.setDefault(usual);
        }
        assertThatThrownBy(() -> ModelJ.generative(folder, "val", -1))
                .hasMessage("model index: expected 0 or more, found -1");
    }

    @Test
    void listsDiscriminativeModelsByTheirRevision() throws IOException {
        Path file = discriminative("train", "models--jungle--vit_0002", "abc123");
        discriminative("train", "models--jungle--vit_0010", "abc124");
        discriminative("test", "models--plain", "main");
        Files.createDirectories(folder.resolve("train/models--jungle--vit_0002/snapshots/older"));
        Files.createDirectories(folder.resolve("train/.locks"));
        Files.createDirectories(folder.resolve(".cache/models--x--y"));

        assertThat(Models.modelJ(folder))
                .extracting(Model::id, model -> model.split().orElseThrow())
                .containsExactly(
                        tuple("jungle/vit_0002", "train"), tuple("jungle/vit_0010", "train"), tuple("plain", "test"));
        assertThat(Models.modelJ(folder).get(0).file()).isEqualTo(file);
    }

    @Test
    void listingCanBeStopped() {
        write(ModelJ.generative(folder, "train", 1).file());
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Models.modelJ(folder))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("stopped: listing models of train");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aModelWithoutItsFileIsRefused() throws IOException {
        Path file = discriminative("train", "models--jungle--vit", "abc");
        Files.delete(file);
        assertThatThrownBy(() -> Models.modelJ(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": expected a file, found none; the model is incomplete: finish its download or"
                        + " remove its folder");
    }

    @Test
    void aRevisionThatLeavesTheFolderIsRefused() throws IOException {
        discriminative("train", "models--jungle--vit", "abc");
        Path reference = folder.resolve("train/models--jungle--vit/refs/main");
        Files.writeString(reference, "../../..");
        assertThatThrownBy(() -> Models.modelJ(folder))
                .hasMessage(reference + ": expected the name of a revision, found '../../..'; download the model"
                        + " again");
    }

    @Test
    void aFolderWithoutModelsIsRefused() throws IOException {
        Files.createDirectories(folder.resolve("train/pictures"));
        assertThatThrownBy(() -> Models.modelJ(folder))
                .hasMessage(folder + ": expected models such as"
                        + " train/model_idx_0001/pytorch_lora_weights.safetensors or train/models--OWNER--NAME, found"
                        + " none; give the folder that holds the splits");
        Path missing = folder.resolve("none");
        assertThatThrownBy(() -> Models.modelJ(missing))
                .hasMessage(missing + ": expected a folder of models, found nothing; check the path");
    }

    private Path discriminative(String split, String name, String revision) throws IOException {
        Path model = folder.resolve(split).resolve(name);
        Files.createDirectories(model.resolve("refs"));
        Files.writeString(model.resolve("refs/main"), revision + "\n");
        Path file = model.resolve("snapshots").resolve(revision).resolve("model.safetensors");
        write(file);
        return file;
    }

    private static void write(Path file) {
        Safetensors.write(file, Map.of("w", Weight.of(new float[] {1}, 1)), Map.of());
    }
}
