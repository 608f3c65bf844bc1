package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class LayerBankTest {

    @TempDir
    Path folder;

    @Test
    void readsOneLayerOfEachFileInOrder() {
        List<Path> files = List.of(
                write("a", Map.of("q.weight", matrix(1, 2, 3), "k.weight", matrix(9, 9, 9))),
                write("b", Map.of("q.weight", matrix(2, 2, 3))),
                write("c", Map.of("q.weight", matrix(3, 2, 3))));

        LayerBank bank = LayerBank.read(files, "q");

        assertThat(bank).hasToString("layer 'q' [3, 2, 3]");
        for (int model = 0; model < 3; model++) {
            assertThat(bank.matrix(model)).isEqualTo(numbers(model + 1, 6));
        }
        assertThat(bank.select(2, 0).matrix(0)).isEqualTo(numbers(3, 6));
        assertThat(bank.select(2, 0).layer()).isEqualTo("q");
        assertThat(LayerBank.read(List.of(files.get(1)), "q").models()).isEqualTo(1);
    }

    @Test
    void aLoraPairStaysFactored() {
        List<Path> files = List.of(write("a", lora("mid.q", 1, 4, 2, 3)), write("b", lora("mid.q", 2, 4, 2, 3)));

        LayerBank bank = LayerBank.read(files, "mid.q");

        LowRank matrices = (LowRank) bank.matrices();
        assertThat(bank).hasToString("layer 'mid.q' [2, 4, 3] of rank 2");
        assertThat(matrices.up()).hasSize(2 * 4 * 2).startsWith(numbers(1, 8)).endsWith(numbers(2, 8));
        assertThat(matrices.down())
                .hasSize(2 * 2 * 3)
                .startsWith(numbers(11, 6))
                .endsWith(numbers(12, 6));
        assertThat(bank.matrix(1)).isEqualTo(matrices.dense(1));
    }

    @Test
    void readsAllLayersInNaturalOrder() {
        List<Path> files = new ArrayList<>();
        for (int model = 0; model < 3; model++) {
            Map<String, Weight> weights = new HashMap<>(lora("blocks.3.q", model, 4, 2, 3));
            weights.put("blocks.10.mlp.weight", matrix(model, 5, 2));
            weights.put("blocks.2.mlp.weight", matrix(model, 2, 5));
            weights.put("conv.weight", Weight.of(numbers(model, 36), 2, 2, 3, 3));
            weights.put("norm.weight", Weight.of(numbers(model, 5), 5));
            weights.put("conv.bias", Weight.of(numbers(model, 2), 2));
            weights.put("steps.weight", Weight.of(new long[] {1, 2}, 1, 2));
            files.add(write("m" + model, weights));
        }

        Map<String, LayerBank> banks = LayerBank.readAll(files);

        assertThat(banks.keySet()).containsExactly("blocks.2.mlp", "blocks.3.q", "blocks.10.mlp", "conv");
        assertThat(LayerBank.layers(files.get(0))).containsExactlyElementsOf(banks.keySet());
        assertThat(banks.values())
                .extracting(LayerBank::toString)
                .containsExactly(
                        "layer 'blocks.2.mlp' [3, 2, 5]",
                        "layer 'blocks.3.q' [3, 4, 3] of rank 2",
                        "layer 'blocks.10.mlp' [3, 5, 2]",
                        "layer 'conv' [3, 2, 18]");
        banks.forEach((layer, bank) -> assertThat(bank.matrix(2))
                .isEqualTo(LayerBank.read(files, layer).matrix(2)));
        assertThat(LayerBank.readAll(files, ConvolutionView.REINTERPRETED).get("conv"))
                .hasToString("layer 'conv' [3, 18, 2]");
    }

    @Test
    void shapesThatDifferAreRefused() {
        Path first = write("m000", Map.of("blocks.3.attn.q.weight", matrix(1, 4, 4)));
        Path other = write("m017", Map.of("blocks.3.attn.q.weight", matrix(1, 4, 6)));
        assertThatThrownBy(() -> LayerBank.read(List.of(first, first, other), "blocks.3.attn.q"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("layer 'blocks.3.attn.q' in " + other + ": expected [4, 4], found [4, 6]; all files of a"
                        + " bank have the shapes of its first, " + first + ": read models of one architecture at a"
                        + " time");
    }

    @Test
    void ofManyFilesReadAtATimeTheFirstBadOneIsNamed() {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int rows = i == 31 || i == 58 ? 5 : 4;
            files.add(write("m%03d".formatted(i), Map.of("q.weight", matrix(i, rows, 4))));
        }
        for (int round = 0; round < 5; round++) {
            assertThatThrownBy(() -> LayerBank.read(files, "q"))
                    .hasMessageContaining("layer 'q' in " + files.get(31) + ": expected [4, 4], found [5, 4]");
        }
        LayerBank bank = LayerBank.read(files.subList(0, 31), "q");
        for (int model = 0; model < 31; model++) {
            assertThat(bank.matrix(model)).isEqualTo(numbers(model, 16));
        }
    }

    @Test
    void convolutionsOfOneSizeButAnotherShapeAreRefused() {
        Path first = write("a", Map.of("c.weight", Weight.of(new float[36], 2, 2, 3, 3)));
        Path other = write("b", Map.of("c.weight", matrix(1, 2, 18)));
        assertThatThrownBy(() -> LayerBank.read(List.of(first, other), "c"))
                .hasMessageContaining("expected [2, 2, 3, 3], found [2, 18]; ");
    }

    @Test
    void ranksMayDifferFromModelToModel() {
        List<Path> files = List.of(
                write("a", lora("q", 1, 4, 2, 3)),
                write("b", lora("q", 2, 4, 3, 3)),
                write("c", lora("q", 3, 4, 0, 3)));
        LayerBank bank = LayerBank.read(files, "q");
        assertThat(bank).hasToString("layer 'q' [3, 4, 3] of rank 3");
        for (int model = 0; model < 3; model++) {
            LayerBank alone = LayerBank.read(List.of(files.get(model)), "q");
            assertThat(bank.matrix(model)).isEqualTo(alone.matrix(0));
        }
        assertThat(bank.matrix(2)).containsOnly(0);
        List<Path> turned = List.of(files.get(2), files.get(1), files.get(0));
        assertThat(LayerBank.read(turned, "q").matrix(2)).isEqualTo(bank.matrix(0));
        assertThat(LayerBank.shared(files)).containsExactly("q");
    }

    @Test
    void aChangeAndAWholeWeightAreNotOfOneBank() {
        Path first = write("a", lora("q", 1, 4, 2, 3));
        Path dense = write("c", Map.of("q.weight", matrix(1, 4, 3)));
        assertThatThrownBy(() -> LayerBank.read(List.of(first, dense), "q"))
                .hasMessageStartingWith("layer 'q' in " + dense + ": expected [4, 3] of rank 2, found [4, 3]; ");
        assertThat(LayerBank.shared(List.of(first, dense))).isEmpty();
    }

    @Test
    void aChangeWithoutFactorsMakesTheBankWhole() {
        Path full = write("full", Map.of("lora_q.diff", matrix(5, 4, 3)));
        Path pair = write(
                "pair", Map.of("lora_q.lora_up.weight", matrix(1, 4, 2), "lora_q.lora_down.weight", matrix(2, 2, 3)));
        float[] product = Adapter.open(pair).change("lora_q").dense();
        for (List<Path> files : List.of(List.of(full, pair), List.of(pair, full))) {
            LayerBank bank = LayerBank.read(files, "lora_q");
            assertThat(bank.matrices()).isInstanceOf(Dense.class);
            assertThat(bank.matrix(files.indexOf(pair))).containsExactly(product);
            assertThat(bank.matrix(files.indexOf(full))).isEqualTo(numbers(5, 12));
        }
    }

    @Test
    void whatIsNoLayerIsListedWithItsReason() {
        Path file = write(
                "a",
                Map.of(
                        "q.weight", matrix(1, 2, 2),
                        "norm.weight", Weight.of(new float[3], 3),
                        "empty.weight", Weight.of(new float[0], 0, 10),
                        "scale", Weight.of(new float[1]),
                        "token", matrix(1, 1, 4),
                        "conv1d.weight", Weight.of(new float[8], 2, 2, 2)));
        assertThat(LayerBank.omitted(file))
                .containsOnly(
                        Map.entry("empty.weight", "it is empty: [0, 10]"),
                        Map.entry("norm.weight", "it is a vector: readVectors reads it"),
                        Map.entry("scale", "it is a single number"),
                        Map.entry("token", "its name says no weight: asked for by this name, it is read"));
    }

    @Test
    void theChangeOfABiasIsListed() {
        Path file = write("a", Map.of("lora_q.diff", matrix(1, 4, 3), "lora_q.diff_b", Weight.of(new float[4], 4)));
        assertThat(LayerBank.omitted(file))
                .containsOnly(Map.entry("lora_q.diff_b", "it changes a bias, which is a vector"));
    }

    /** A file that comes first and again says nothing new of what the others lack. */
    @Test
    void aFileThatIsThereTwiceSharesNoMore() {
        Path first = write("a", Map.of("q.weight", matrix(1, 2, 2), "k.weight", matrix(1, 2, 2)));
        Path other = write("b", Map.of("q.weight", matrix(1, 2, 2)));
        assertThat(LayerBank.shared(List.of(first, other, first))).containsExactly("q");
    }

    @Test
    void aVectorBesideAWeightOfItsNameIsNotTakenForIt() {
        Path file = write("a", Map.of("q", Weight.of(new float[] {7, 8}, 2), "q.weight", matrix(1, 2, 2)));
        assertThat(LayerBank.read(List.of(file), "q").matrix(0)).isEqualTo(numbers(1, 4));
        assertThat(LayerBank.readVectors(List.of(file)).get("q").matrix(0)).containsExactly(7, 8);
    }

    @Test
    void aTensorsNameIsNoLayersName() {
        Path file = write("a", Map.of("lm_head.weight", matrix(1, 2, 2)));
        assertThatThrownBy(() -> LayerBank.read(List.of(file), "lm_head.weight"))
                .hasMessageContaining("found a tensor of that name: the layer's name is 'lm_head'; ");
    }

    @Test
    void aMissingLayerIsAnsweredWithTheClosest() {
        Path first = write("a", Map.of("q.weight", matrix(1, 2, 2)));
        Path other = write("b", Map.of("query.weight", matrix(1, 2, 2)));
        assertThatThrownBy(() -> LayerBank.read(List.of(first, other), "q"))
                .hasMessage("layer 'q' in " + other + ": expected a weight or a LoRA pair, found neither; closest:"
                        + " 'query.weight'; LayerBank.layers(file) lists what this file has");
    }

    @Test
    void aLayerThatIsNoMatrixIsRefused() {
        Path file = write("a", Map.of("norm.weight", Weight.of(new float[3], 3)));
        assertThatThrownBy(() -> LayerBank.read(List.of(file), "norm"))
                .hasMessage("layer 'norm' in " + file + ": expected floats of 2 dimensions or more, found F32 [3];"
                        + " LayerBank.layers(file) lists what can be read");
        assertThatThrownBy(() -> LayerBank.readAll(List.of(file)))
                .hasMessage(file + ": expected weights of 2 dimensions or more, or an adapter's changes, found none;"
                        + " what it has: {norm.weight=it is a vector: readVectors reads it}");
    }

    @Test
    void layersThatAFileLacksAreLeftOut() {
        Path first = write("a", Map.of("q.weight", matrix(1, 2, 2)));
        Path other = write("b", Map.of("q.weight", matrix(1, 2, 2), "k.weight", matrix(1, 2, 2)));
        String in = folder.getFileName() + "/";
        LayerBanks banks = LayerBank.readAll(List.of(first, other));
        assertThat(banks.keySet()).containsExactly("q");
        assertThat(banks.omitted())
                .containsExactly(Map.entry("k", "in %sb.safetensors, not in %1$sa.safetensors".formatted(in)));
        LayerBanks turned = LayerBank.readAll(List.of(other, first));
        assertThat(turned.keySet()).containsExactly("q");
        assertThat(turned.different()).containsExactly(Map.entry("k", "not in %sa.safetensors".formatted(in)));
        assertThatThrownBy(() -> LayerBank.readAll(List.of(first, other), List.of("k")))
                .hasMessageStartingWith("layer 'k' in " + first + ": expected a weight or a LoRA pair, found neither");
    }

    @Test
    void noFilesAreRefused() {
        assertThatThrownBy(() -> LayerBank.read(List.of(), "q"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "reading layer q: expected at least one weight file, found none; Models.folder(folder) finds"
                                + " those of a folder");
        assertThatThrownBy(() -> LayerBank.readAll(List.of()))
                .hasMessageStartingWith("reading all layers: expected at least one weight file, found none");
    }

    @Test
    void aStoppedJobStops() {
        Path file = write("a", Map.of("q.weight", matrix(1, 2, 2)));
        Progress.Listener stop = progress -> {
            if (progress.title().equals("reading layer q") && progress.done() >= 1) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try {
            int cores = Runtime.getRuntime().availableProcessors(); // each ends the file that it reads
            assertThatThrownBy(() -> LayerBank.read(Collections.nCopies(cores + 2, file), "q"))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageMatching("stopped: reading layer q, \\d+ of %d steps done.*".formatted(cores + 2));
        } finally {
            Progress.unlisten(stop);
        }
    }

    private Path write(String name, Map<String, Weight> weights) {
        Path path = folder.resolve(name + ".safetensors");
        Safetensors.write(path, weights, Map.of());
        return path;
    }

    private static Map<String, Weight> lora(String layer, int seed, int rows, int rank, int cols) {
        return Map.of(
                layer + ".lora.up.weight", matrix(seed, rows, rank),
                layer + ".lora.down.weight", matrix(seed + 10, rank, cols));
    }

    private static Weight matrix(int seed, int rows, int cols) {
        return Weight.of(numbers(seed, rows * cols), rows, cols);
    }

    private static float[] numbers(int seed, int count) {
        return new Seeds(seed).normal(count);
    }
}
