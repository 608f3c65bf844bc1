package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class VectorBanksTest {

    @TempDir
    Path folder;

    private static Weight vector(float... values) {
        return Weight.of(values, values.length);
    }

    private Path write(String name, Map<String, Weight> weights) {
        Path file = folder.resolve(name);
        Safetensors.write(file, weights, Map.of());
        return file;
    }

    private Path model(String name, float start) {
        return write(
                name,
                Map.of(
                        "blocks.10.bias", vector(start, start + 1),
                        "blocks.2.bias", vector(start + 2, start + 3, start + 4),
                        "blocks.2.weight", Weight.of(new float[4], 2, 2),
                        "norm.weight", vector(start + 5),
                        "steps", Weight.of(new long[] {1, 2}, 2),
                        "scale", Weight.of(new float[] {1}),
                        "none", Weight.of(new float[0], 0)));
    }

    @Test
    void readsBiasesAndScalesAndNothingElse() {
        Map<String, LayerBank> banks = LayerBank.readVectors(List.of(model("a", 0), model("b", 100)));
        assertThat(banks.keySet()).containsExactly("blocks.2.bias", "blocks.10.bias", "norm.weight");
        assertThat(banks.get("blocks.2.bias")).hasToString("layer 'blocks.2.bias' [2, 1, 3]");
        assertThat(banks.get("blocks.2.bias").matrix(0)).containsExactly(2, 3, 4);
        assertThat(banks.get("blocks.2.bias").matrix(1)).containsExactly(102, 103, 104);
        assertThat(banks.get("blocks.10.bias").matrix(1)).containsExactly(100, 101);
        assertThat(banks.get("norm.weight").matrix(0)).containsExactly(5);
    }

    @Test
    void aFileWithoutVectorsHasNone() {
        assertThat(LayerBank.readVectors(List.of(write("m", Map.of("w.weight", Weight.of(new float[4], 2, 2))))))
                .isEmpty();
    }

    @Test
    void otherArchitecturesAreRefused() {
        Path first = model("a", 0);
        Path other = write("b", Map.of("q.bias", vector(1)));
        assertThatThrownBy(() -> LayerBank.readVectors(List.of(first, other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "%s: expected the vectors [blocks.2.bias, blocks.10.bias, norm.weight] of %s, found [q.bias];"
                                + " read models of one architecture at a time",
                        other, first);
        Path longer = write("c", Map.of("q.bias", vector(1, 2)));
        assertThatThrownBy(() -> LayerBank.readVectors(List.of(other, longer)))
                .hasMessage(
                        "vector 'q.bias' in %s: expected 1 numbers as in %s, found 2; read models of one architecture at"
                                + " a time",
                        longer, other);
        assertThatThrownBy(() -> LayerBank.readVectors(List.of()))
                .hasMessage(
                        "reading vectors: expected at least one weight file, found none; Models.folder(folder) finds"
                                + " those of a folder");
    }

    @Test
    void canBeStopped() {
        Path file = model("a", 0);
        Progress.Listener stop = Progress::cancel;
        Progress.listen(stop);
        try {
            assertThatThrownBy(() -> LayerBank.readVectors(List.of(file, file)))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("reading vectors, 1 of 2 steps done");
        } finally {
            Progress.unlisten(stop);
        }
    }
}
