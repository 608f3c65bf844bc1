package org.modeljungle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.weights.ModelCard;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class ModelJExportTest {

    @TempDir
    private Path folder;

    private Model written(String name, Map<String, Weight> weights, Map<String, String> metadata) {
        Path file = folder.resolve("own").resolve(name + ".safetensors");
        Safetensors.write(file, weights, metadata);
        return Model.of(name, file);
    }

    private Model kohya(String name) {
        return written(
                name,
                Map.of(
                        "lora_unet_q.lora_up.weight", Weight.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
                        "lora_unet_q.lora_down.weight", Weight.of(new float[] {1, 0, 0, 1}, 2, 2),
                        "lora_unet_q.alpha", Weight.of(new float[] {1})),
                Map.of("ss_tag", "kept"));
    }

    @Test
    void lorasOfAnyDialectBecomeDiffusersWithTheirScale() {
        Models models = Models.of(
                "mine",
                List.of(
                        kohya("a").withSplit("train").withCaption("red circle"),
                        kohya("b").withSplit("val_holdout").withCaption("blue square"),
                        kohya("c").withSplit("train").withCaption("red circle")));
        Models there = models.writeModelJ(folder.resolve("there"));
        assertThat(there.ids())
                .containsExactly("train/model_idx_0000", "val_holdout/model_idx_0000", "train/model_idx_0001");
        Models opened = Models.modelJ(folder.resolve("there")).withCards();
        assertThat(opened.splits()).containsExactly("train", "train", "val_holdout");
        assertThat(opened.captions()).containsExactly("red circle", "red circle", "blue square");
        Safetensors first = opened.get(0).open();
        assertThat(first.metadata())
                .containsEntry(ModelCard.CLASS_ID, "red_circle")
                .containsEntry("ss_tag", "kept");
        assertThat(first.names()).containsExactly("lora_unet_q.lora.down.weight", "lora_unet_q.lora.up.weight");
        assertThat(Adapter.of(first).change("lora_unet_q").dense())
                .containsExactly(
                        Adapter.open(models.get(0).file()).change("lora_unet_q").dense())
                .containsExactly(.5f, 1, 1.5f, 2, 2.5f, 3);
    }

    @Test
    void classifiersAreKeptAsTheyAre() {
        Model model = written("vit 1", Map.of("head.weight", Weight.of(new float[] {1, 2}, 1, 2)), Map.of("a", "b"))
                .withSplit("test")
                .withClasses(List.of("cat", "o'clock"));
        Models there = Models.of("mine", List.of(model)).writeModelJ(folder.resolve("there"));
        assertThat(there.ids()).containsExactly("modeljungle/vit-1");
        Model opened = Models.modelJ(folder.resolve("there")).withCards().get(0);
        assertThat(opened.classes()).contains(List.of("cat", "o'clock"));
        assertThat(opened.open().floats("head.weight")).containsExactly(1, 2);
        assertThat(opened.open().metadata())
                .containsEntry("a", "b")
                .containsEntry(ModelCard.CLASSES, "['cat', 'o\\'clock']");
    }

    @Test
    void noModelIsLostUnderTheNameOfAnother() {
        Model one = written("a b", Map.of("head.weight", Weight.of(new float[] {1}, 1, 1)), Map.of())
                .withSplit("train")
                .withClasses(List.of("cat"));
        Model two = one.withId("a--b").withSplit("test");
        Path there = folder.resolve("there");
        assertThatThrownBy(() -> Models.of("mine", List.of(one, two)).writeModelJ(there))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "model 'a--b': expected a name of its own as 'modeljungle/a-b', found that 'a b' becomes the"
                                + " same; Model.withId renames");
        assertThat(there).doesNotExist();
        Models.of("mine", List.of(two)).writeModelJ(there);
        assertThat(Models.modelJ(there).ids()).containsExactly("modeljungle/a-b");
    }

    @Test
    void noModelIsOverwrittenByAnother() {
        Path there = folder.resolve("there");
        Models models = Models.of(
                        "mine",
                        List.of(
                                kohya("a").withSplit("train").withCaption("red circle"),
                                kohya("b").withSplit("train").withCaption("blue square")))
                .writeModelJ(there);
        assertThatThrownBy(() -> models.select(1, 0).writeModelJ(there))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "model 'train/model_idx_0001': expected a place where none of these models is, found the file"
                                + " of 'train/model_idx_0000', " + models.get(0).file() + "; write to another folder");
        assertThat(Models.modelJ(there).withCards().captions()).containsExactly("red circle", "blue square");
    }

    /** Diffusers writes the scale beside the layers: 2, and once. */
    @Test
    void aScaleInRemarksIsNotAppliedTwice() {
        Model model = written(
                        "a",
                        Map.of(
                                "unet.q.lora_B.weight", Weight.of(new float[] {1, 2}, 2, 1),
                                "unet.q.lora_A.weight", Weight.of(new float[] {3, 4}, 1, 2)),
                        Map.of("lora_adapter_metadata", "{\"unet.r\": 1, \"unet.lora_alpha\": 2}"))
                .withSplit("train")
                .withCaption("red circle");
        assertThat(Adapter.of(model.open()).change("unet.q").dense()).containsExactly(6, 8, 12, 16);
        Models there = Models.of("mine", List.of(model)).writeModelJ(folder.resolve("there"));
        assertThat(Adapter.of(there.get(0).open()).change("unet.q").dense()).containsExactly(6, 8, 12, 16);
    }

    @Test
    void modelsOfAnEarlierCallAreNotLeftInOtherParts() {
        Path there = folder.resolve("there");
        Model classifier = written("v", Map.of("head.weight", Weight.of(new float[] {1}, 1, 1)), Map.of())
                .withClasses(List.of("cat"));
        Models models = Models.of(
                "mine",
                List.of(
                        classifier.withSplit("train"),
                        kohya("a").withSplit("train").withCaption("red circle")));
        models.writeModelJ(there);
        models.writeModelJ(there); // the same again
        assertThatThrownBy(() -> models.map(model -> model.withSplit("test")).writeModelJ(there))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(there + ": expected none but these models, found ")
                .hasMessageEndingWith(", which an earlier call wrote; delete it, or write to another folder");
        assertThat(there.resolve("test")).doesNotExist();
    }

    @Test
    void whatModelJHasNotIsRefused() {
        Model bare = kohya("a");
        assertRefused(
                bare,
                "model 'a': expected a split, one of [train, val, test, val_holdout, test_holdout], found none;"
                        + " models.split(...) draws one");
        assertRefused(
                bare.withSplit("train"),
                "model 'a': expected a caption or classes to write down, found neither;"
                        + " Model-J's models have either");
        Model whole = written("b", Map.of("q.weight", Weight.of(new float[4], 2, 2)), Map.of())
                .withSplit("train")
                .withCaption("red circle");
        assertRefused(
                whole,
                "model 'b' in " + whole.file()
                        + ": expected a LoRA, as all of Model-J's models with captions are, found none");
    }

    private void assertRefused(Model model, String message) {
        Models models = Models.of("mine", List.of(model));
        assertThatThrownBy(() -> models.writeModelJ(folder.resolve("there"))).hasMessage(message);
    }
}
