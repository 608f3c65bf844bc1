package org.modeljungle.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class AdapterTest {

    @TempDir
    Path folder;

    private Adapter write(Map<String, Weight> tensors) {
        return write(tensors, Map.of());
    }

    private Adapter write(Map<String, Weight> tensors, Map<String, String> metadata) {
        Path file = folder.resolve("adapter_model.safetensors");
        Safetensors.write(file, tensors, metadata);
        return Adapter.open(file);
    }

    private static Weight matrix(int seed, int rows, int cols) {
        return Weight.of(new Seeds(seed).normal(rows * cols), rows, cols);
    }

    private static Map<String, Weight> pair(String layer, String down, String up, int rank) {
        return new HashMap<>(Map.of(layer + down, matrix(1, rank, 5), layer + up, matrix(2, 4, rank)));
    }

    @Test
    void aWholeModelIsNoAdapter() {
        Adapter adapter = write(Map.of("q.weight", matrix(1, 3, 3), "loss.alpha", Weight.of(new float[1])));
        assertThat(adapter.layers()).isEmpty();
        assertThat(adapter.holds("loss.alpha")).isFalse();
        assertThatThrownBy(() -> adapter.change("q")).hasMessageContaining("expected one that the adapter changes");
    }

    @Test
    void theScaleComesFromAlpha() {
        Map<String, Weight> tensors = pair("lora_unet_q", ".lora_down.weight", ".lora_up.weight", 2);
        float[] plain = write(tensors).change("lora_unet_q").dense();
        tensors.put("lora_unet_q.alpha", Weight.of(new float[] {6}));
        Adapter scaled = write(tensors);
        assertThat(scaled.scale("lora_unet_q")).isEqualTo(3);
        float[] change = scaled.change("lora_unet_q").dense();
        for (int i = 0; i < change.length; i++) {
            assertThat(change[i]).isCloseTo(3 * plain[i], within(1e-5f));
        }
    }

    private void config(String json) throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), json);
    }

    private static String name(String layer) {
        return "base_model.model." + layer;
    }

    /** As PEFT, whose scale stays that of the rank before a layer was pruned. */
    @Test
    void aPrunedLayerOfAdaLoraKeepsItsScale() throws IOException {
        config("{\"peft_type\": \"ADALORA\", \"r\": 8, \"init_r\": 12, \"lora_alpha\": 32}");
        Map<String, Weight> tensors = pair(name("q"), ".lora_A", ".lora_B", 4);
        tensors.put(name("q") + ".lora_E", matrix(3, 4, 1));
        assertThat(write(tensors).scale("q")).isCloseTo(32 / 12.00001, within(1e-9));
    }

    @Test
    void singularValuesCountWhereWeightsAreTurned() throws IOException {
        config("{\"peft_type\": \"ADALORA\", \"init_r\": 2, \"lora_alpha\": 2.00002, \"fan_in_fan_out\": true}");
        Map<String, Weight> tensors = pair(name("q"), ".lora_A", ".lora_B", 2);
        tensors.put(name("q") + ".lora_E", Weight.of(new float[] {0, 2}, 2, 1));
        float[] a = new Seeds(1).normal(10); // [2, 5]
        float[] b = new Seeds(2).normal(8); // [4, 2]
        float[] change = write(tensors).change("q").dense(); // [5, 4]
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 4; j++) {
                assertThat(change[i * 4 + j]).isCloseTo(2 * b[j * 2 + 1] * a[5 + i], within(1e-4f));
            }
        }
    }

    /** Their tensors are those of LoRA, and what they change is not. */
    @Test
    void variantsThatOnlyTheSettingsTellAreRefused() throws IOException {
        Map<String, Weight> tensors = pair(name("q"), ".lora_A.weight", ".lora_B.weight", 6);
        Map<String, String> variants = Map.of(
                "\"kasa_config\": {}", "KaSA",
                "\"use_bdlora\": {\"nblocks\": 2}", "BD-LoRA",
                "\"use_qalora\": true", "QALoRA",
                "\"target_parameters\": [\"experts.q\"]", "LoRA of several experts in one parameter");
        for (Map.Entry<String, String> variant : variants.entrySet()) {
            config("{\"r\": 2, \"lora_alpha\": 8, " + variant.getKey() + "}");
            assertThat(write(tensors).refusal("q"))
                    .contains(variant.getValue() + " is not read: it is no product of two factors");
        }
        config(
                "{\"r\": 6, \"lora_alpha\": 6, \"kasa_config\": null, \"use_qalora\": false, \"target_parameters\": [\"q\"]}");
        assertThat(write(tensors).scale("q")).isEqualTo(1);
    }

    @Test
    void aKroneckerProductHasTheShapeOfItsChange() {
        Adapter adapter =
                write(Map.of("q.lokr_w1", matrix(1, 2, 2), "q.lokr_w2", Weight.of(new Seeds(2).normal(30), 2, 3, 5)));
        assertThat(adapter.shape("q")).containsExactly(4L, 6L, 5L);
        assertThat(adapter.change("q").cols()).isEqualTo(30);
    }

    /** Of adapters of one architecture that differ in rank alone. */
    @Test
    void shapesWithoutTheRankAreAlike() {
        Map<String, List<long[]>> shapes = Map.of(
                "q.hada_w1_a",
                List.of(new long[] {4, 0}),
                "q.hada_w1_b",
                List.of(new long[] {0, 5}),
                "k.lokr_w1_a",
                List.of(new long[] {4, 0}),
                "k.lokr_w1_b",
                List.of(new long[] {0, 3}),
                "v.lora_E",
                List.of(new long[] {0, 1}),
                "v.lora_A",
                List.of(new long[] {0, 5}));
        List<Map<String, List<Long>>> found = new ArrayList<>();
        for (int rank : new int[] {2, 3}) {
            Map<String, Weight> tensors = new HashMap<>();
            shapes.forEach((tensor, of) -> {
                int rows = (int) (of.get(0)[0] == 0 ? rank : of.get(0)[0]);
                int cols = (int) (of.get(0)[1] == 0 ? rank : of.get(0)[1]);
                tensors.put(tensor, matrix(1, rows, cols));
            });
            Adapter adapter = write(tensors);
            Map<String, List<Long>> without = new HashMap<>();
            tensors.keySet().forEach(tensor -> without.put(tensor, adapter.shapeWithoutRank(tensor)));
            found.add(without);
        }
        assertThat(found.get(0)).isEqualTo(found.get(1)).containsEntry("q.hada_w1_a", List.of(4L));
    }

    /** No number of theirs is there, so that a file may claim any. */
    @Test
    void sizesBeyondAllMatricesAreRefused() {
        Weight wide = new Weight(Dtype.F32, List.of(0L, 4294967296L), ByteBuffer.allocate(0));
        Weight tall = new Weight(Dtype.F32, List.of(4L, 0L), ByteBuffer.allocate(0));
        Adapter adapter = write(Map.of("q.lora.down.weight", wide, "q.lora.up.weight", tall));
        assertThatThrownBy(() -> adapter.shape("q"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected rows and columns of at most 2,147,483,647 numbers");
    }

    private Safetensors base(Weight weight) {
        Path file = folder.resolve("base.safetensors");
        Safetensors.write(file, Map.of("q.weight", weight), Map.of());
        return Safetensors.open(file);
    }

    /** The lengths are those of the columns: an embedding's rows are its words. */
    @Test
    void doraOfAnEmbeddingSetsTheLengthsOfColumns() throws IOException {
        config("{\"r\": 1, \"lora_alpha\": 1, \"use_dora\": true}");
        float[] down = new Seeds(1).normal(5);
        float[] up = new Seeds(2).normal(4);
        float[] weight = new Seeds(3).normal(20); // [5, 4]
        float[] change = write(Map.of(
                        name("q") + ".lora_embedding_A", Weight.of(down, 1, 5),
                        name("q") + ".lora_embedding_B", Weight.of(up, 4, 1),
                        name("q") + ".lora_magnitude_vector", Weight.of(new float[] {1, 2, 3, 4}, 4)))
                .withBase(base(Weight.of(weight, 5, 4)))
                .change("q")
                .dense();
        for (int j = 0; j < 4; j++) {
            double square = 0;
            for (int i = 0; i < 5; i++) {
                square += Math.pow(weight[i * 4 + j] + down[i] * up[j], 2);
            }
            for (int i = 0; i < 5; i++) {
                double whole = (j + 1) / Math.sqrt(square) * (weight[i * 4 + j] + down[i] * up[j]);
                assertThat((double) change[i * 4 + j]).isEqualTo(whole - weight[i * 4 + j], within(1e-5));
            }
        }
    }

    /** Their numbers mean nothing without their scales. */
    @Test
    void doraOnWeightsOfEightBitsIsRefused() throws IOException {
        config("{\"r\": 2, \"lora_alpha\": 2, \"use_dora\": true}");
        Map<String, Weight> tensors = pair(name("q"), ".lora_A.weight", ".lora_B.weight", 2);
        tensors.put(name("q") + ".lora_magnitude_vector", matrix(3, 1, 4));
        Safetensors eight = base(new Weight(Dtype.F8_E4M3, List.of(4L, 5L), ByteBuffer.allocate(20)));
        Adapter adapter = write(tensors).withBase(eight);
        assertThatThrownBy(() -> adapter.change("q"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a base weight of 16 bits or more");
    }

    @Test
    void aScaleMayBeAWholeNumber() {
        Map<String, Weight> tensors = pair("lora_unet_q", ".lora_down.weight", ".lora_up.weight", 2);
        tensors.put("lora_unet_q.alpha", Weight.of(new long[] {6}));
        assertThat(write(tensors).scale("lora_unet_q")).isEqualTo(3);
        tensors.put("lora_unet_q.alpha", Weight.of(new float[] {6, 6}, 2));
        assertThatThrownBy(() -> write(tensors).scale("lora_unet_q"))
                .hasMessageContaining("expected one number in 'lora_unet_q.alpha', found [2]");
    }

    @Test
    void tensorsOfTooFewDimensionsAreNamed() {
        Weight vector = Weight.of(new float[4], 4);
        for (Map<String, Weight> odd : List.of(
                Map.of("q.lora_down.weight", vector, "q.lora_up.weight", matrix(1, 4, 4)),
                Map.of(
                        "q.lora_down.weight",
                        matrix(1, 4, 4),
                        "q.lora_up.weight",
                        matrix(1, 4, 4),
                        "q.lora_mid.weight",
                        matrix(1, 4, 4)),
                Map.of("q.hada_w1_a", matrix(1, 4, 4), "q.hada_w1_b", vector),
                Map.of("q.hada_w1_a", matrix(1, 4, 4), "q.hada_w1_b", matrix(1, 4, 4), "q.hada_t1", matrix(1, 4, 4)),
                Map.of("q.lokr_w1", matrix(1, 4, 4), "q.lokr_w2", vector),
                Map.of("q.diff", Weight.of(new float[1])))) {
            Adapter adapter = write(odd);
            assertThatThrownBy(() -> adapter.shape("q"))
                    .as("%s", odd.keySet())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching(
                            "layer 'q' in .*: expected [1-4] dimensions or more of 'q\\..*', found \\[.*\\]");
        }
    }

    /** Of sizes that would be read across the ends of rows. */
    @Test
    void factorsOfAKroneckerProductThatDoNotFitAreNamed() {
        for (String half : List.of("w1", "w2")) {
            String whole = half.equals("w1") ? "w2" : "w1";
            Adapter adapter = write(Map.of(
                    "q.lokr_" + whole, matrix(1, 2, 2),
                    "q.lokr_" + half + "_a", matrix(1, 4, 3),
                    "q.lokr_" + half + "_b", matrix(1, 2, 5)));
            assertThatThrownBy(() -> adapter.change("q"))
                    .hasMessageContaining("expected ranks of " + half + "_a [rows, rank] and " + half
                            + "_b [rank, cols] of one size, found 3 and 2");
        }
    }

    @Test
    void peftWithoutItsConfigurationIsRefused() throws IOException {
        Map<String, Weight> tensors = pair("base_model.model.q", ".lora_A.weight", ".lora_B.weight", 2);
        Adapter alone = write(tensors);
        assertThat(alone.layers()).containsExactly("q");
        assertThatThrownBy(() -> alone.change("q"))
                .hasMessageContaining("PEFT keeps the scale in adapter_config.json, and there is none beside the file");
        Files.writeString(folder.resolve("adapter_config.json"), "{\"r\": 2, \"lora_alpha\": 8}");
        assertThat(write(tensors).scale("q")).isEqualTo(4);
        Files.writeString(folder.resolve("adapter_config.json"), "{\"r\": 2}");
        assertThatThrownBy(() -> write(tensors).scale("q")).hasMessageContaining("expected a number as lora_alpha");
        Files.writeString(folder.resolve("adapter_config.json"), "[");
        assertThatThrownBy(() -> write(tensors)).hasMessageContaining("adapter_config.json: expected JSON, found");
    }

    @Test
    void aPatternThatWouldMatchForYearsIsRefused() throws IOException {
        String layer = "a".repeat(60);
        Map<String, Weight> tensors = pair("base_model.model." + layer, ".lora_A.weight", ".lora_B.weight", 2);
        Files.writeString(
                folder.resolve("adapter_config.json"),
                "{\"r\": 2, \"lora_alpha\": 8, \"alpha_pattern\": {\"(.*a){20}b\": 4}}");
        assertThatThrownBy(() -> write(tensors).scale(layer))
                .hasMessageContaining(
                        "adapter_config.json: expected a pattern that is soon matched, found '(.*a){20}b'");
        Files.writeString(
                folder.resolve("adapter_config.json"), "{\"r\": 2, \"lora_alpha\": 8, \"alpha_pattern\": {\"a+\": 4}}");
        assertThat(write(tensors).scale(layer)).isEqualTo(2);
    }

    @Test
    void namesOfTheAdapterInPeftsNamesDoNotMatter() throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), "{\"r\": 2, \"lora_alpha\": 2}");
        Adapter named = write(pair("base_model.model.q", ".lora_A.default.weight", ".lora_B.default.weight", 2));
        assertThat(named.layers()).containsExactly("q");
        assertThat(named.rank("q")).isEqualTo(2);
    }

    @Test
    void aPairOfRankZeroChangesNothing() {
        Adapter adapter = write(pair("q", ".lora.down.weight", ".lora.up.weight", 0));
        assertThat(adapter.layers()).containsExactly("q");
        assertThat(adapter.change("q").dense()).hasSize(20).containsOnly(0);
    }

    @Test
    void factorsThatWereGatheredAwayAreNamed() {
        Adapter adapter = write(
                Map.of("q.lora_A.weight", Weight.of(new float[0], 0), "q.lora_B.weight", Weight.of(new float[0], 0)));
        assertThatThrownBy(() -> adapter.shape("q"))
                .hasMessageContaining("the adapter's factors are empty")
                .hasMessageContaining("it was saved without its weights");
    }

    @Test
    void halfAPairIsNamed() {
        Adapter adapter = write(Map.of("q.lora.up.weight", matrix(1, 3, 2)));
        assertThatThrownBy(() -> adapter.change("q"))
                .hasMessageContaining("expected LoRA's DOWN beside [q.lora.up.weight], found none; the adapter is"
                        + " incomplete: save it again");
    }

    @Test
    void factorsOfTwoRanksAreNamed() {
        Adapter adapter = write(Map.of("q.lora.up.weight", matrix(1, 3, 4), "q.lora.down.weight", matrix(1, 2, 5)));
        assertThatThrownBy(() -> adapter.change("q"))
                .hasMessageContaining(
                        "expected ranks of up [rows, rank] and down [rank, cols] of one size, found 4 and 2");
    }

    @Test
    void twoAdaptersInOneFileAreRefused() {
        Map<String, Weight> tensors = pair("q", ".lora_A.one.weight", ".lora_B.one.weight", 2);
        tensors.putAll(pair("q", ".lora_A.two.weight", ".lora_B.two.weight", 2));
        assertThatThrownBy(() -> write(tensors)).hasMessageContaining("keep one adapter");
    }

    /** B R and R^-1 A change the same: the reading does not depend on the basis, nor on zeros beside it. */
    @Test
    void theChangeDoesNotDependOnTheBasis() {
        float[] up = new Seeds(2).normal(8);
        float[] down = new Seeds(1).normal(10);
        float[] change = write(pair("q", ".lora.down.weight", ".lora.up.weight", 2))
                .change("q")
                .dense();
        float[] otherUp = new float[4 * 3]; // B R, R = [[2, 1], [1, 1]], and a column of zeros
        float[] otherDown = new float[3 * 5]; // R^-1 A, R^-1 = [[1, -1], [-1, 2]], and a row that meets the zeros
        for (int i = 0; i < 4; i++) {
            otherUp[3 * i] = 2 * up[2 * i] + up[2 * i + 1];
            otherUp[3 * i + 1] = up[2 * i] + up[2 * i + 1];
        }
        for (int j = 0; j < 5; j++) {
            otherDown[j] = down[j] - down[5 + j];
            otherDown[5 + j] = -down[j] + 2 * down[5 + j];
            otherDown[10 + j] = 7;
        }
        float[] other = write(Map.of(
                        "q.lora.up.weight", Weight.of(otherUp, 4, 3), "q.lora.down.weight", Weight.of(otherDown, 3, 5)))
                .change("q")
                .dense();
        assertThat(other).containsExactly(change, within(1e-5f));
    }

    @Test
    void whatDiffusersWroteIntoTheFileIsTheScale() {
        Map<String, Weight> tensors = pair("unet.q", ".lora_A.weight", ".lora_B.weight", 2);
        assertThat(write(tensors).scale("unet.q")).isEqualTo(1);
        String said = "{\"unet.r\": 2, \"unet.lora_alpha\": 5, \"text_encoder.lora_alpha\": 9}";
        assertThat(write(tensors, Map.of("lora_adapter_metadata", said)).scale("unet.q"))
                .isEqualTo(2.5);
        String anchored = "{\"unet.r\": 2, \"unet.lora_alpha\": 5, \"unet.alpha_pattern\": {\"^q\": 8}}";
        assertThat(write(tensors, Map.of("lora_adapter_metadata", anchored)).scale("unet.q"))
                .isEqualTo(4);
    }

    /** {@code model.save_lora_adapter} of diffusers writes neither names nor settings with a component before them. */
    @Test
    void whatDiffusersWroteOfOneModelIsTheScaleToo() {
        Map<String, Weight> tensors = pair("down_blocks.0.q", ".lora_A.weight", ".lora_B.weight", 2);
        String said = "{\"r\": 2, \"lora_alpha\": 6}";
        assertThat(write(tensors, Map.of("lora_adapter_metadata", said)).scale("down_blocks.0.q"))
                .isEqualTo(3);
    }
}
