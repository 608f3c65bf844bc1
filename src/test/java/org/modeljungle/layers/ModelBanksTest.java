package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** Layers of models that fit together, and of some that do not. */
class ModelBanksTest {

    private static final String LAYER = "blocks.0.attn.to_q";

    @TempDir
    private Path temp;

    private Path second;
    private Models models;

    @BeforeEach
    void writeThreeModels() {
        List<Model> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Path file = temp.resolve("m" + i + ".safetensors");
            write(file, LAYER, 8, 2);
            all.add(Model.of("m" + i, file));
        }
        models = Models.of("three models", all);
        second = models.get(1).file();
    }

    private static void write(Path file, String layer, int width, int rank) {
        Weight up = Weight.of(new float[width * rank], width, rank);
        Weight down = Weight.of(new float[rank * width], rank, width);
        Safetensors.write(file, Map.of(layer + ".lora.up.weight", up, layer + ".lora.down.weight", down), Map.of());
    }

    @Test
    void banksHoldTheModelsInOrder() {
        assertThat(LayerBank.read(models, LAYER).models()).isEqualTo(3);
        assertThat(LayerBank.readAll(models).keySet()).containsExactly(LAYER);
    }

    @Test
    void aModelOfAnotherShapeIsNamed() {
        assertRefused(4, 2, "[4, 4] of rank 2");
    }

    private void assertRefused(int width, int rank, String found) {
        write(second, LAYER, width, rank);
        assertThatThrownBy(() -> LayerBank.read(models, LAYER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer '" + LAYER + "' in " + second + ": expected [8, 8] of rank 2, found " + found
                        + "; all files of a bank have the shapes of its first, "
                        + models.get(0).file() + ": read models of one architecture at a time");
        String in = temp.getFileName() + "/";
        assertNothingShared(
                "%s (%s in %sm1.safetensors, [8, 8] of rank 2 in %3$sm0.safetensors)".formatted(LAYER, found, in));
    }

    @Test
    void aModelWithAnotherLayerIsNamed() {
        write(second, "blocks.9.attn.to_q", 8, 2);
        String in = temp.getFileName() + "/";
        assertNothingShared("%s (not in %sm1.safetensors), blocks.9.attn.to_q (in %2$sm1.safetensors, not in %2$sm0"
                        .formatted(LAYER, in)
                + ".safetensors)");
    }

    private void assertNothingShared(String differs) {
        assertThatThrownBy(() -> LayerBank.readAll(models))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(second + ": expected layers of "
                        + models.get(0).file()
                        + ", in the same shapes, found none; read models of one architecture at a time. What differs: "
                        + differs);
    }

    @Test
    void aModelCutShortIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(second);
        for (int length : new int[] {0, 5, 40, whole.length - 1}) {
            Files.write(second, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> LayerBank.readAll(models))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(second + ": ")
                    .hasMessageContaining("expected");
        }
    }

    @Test
    void aMissingModelIsNamed() throws IOException {
        Files.delete(second);
        assertBothSay(second + ": expected a safetensors file, found nothing there; check the path");
    }

    private void assertBothSay(String message) {
        List<ThrowingCallable> reads = List.of(() -> LayerBank.read(models, LAYER), () -> LayerBank.readAll(models));
        for (ThrowingCallable read : reads) {
            assertThatThrownBy(read)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }
}
