package org.modeljungle.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class AdapterProductsTest {

    private static final int ROWS = 6;
    private static final int COLS = 5;

    @TempDir
    Path folder;

    private final Map<String, Weight> tensors = new HashMap<>();

    private AdapterProductsTest kohya(String layer, int seed, int rank) {
        tensors.put(layer + ".lora_down.weight", matrix(seed, rank, COLS));
        tensors.put(layer + ".lora_up.weight", matrix(seed + 100, ROWS, rank));
        tensors.put(layer + ".alpha", Weight.of(new float[] {3}));
        return this;
    }

    private static Weight matrix(int seed, int rows, int cols) {
        return Weight.of(new Seeds(seed).normal(rows * cols), rows, cols);
    }

    private Path write(String name) {
        Path file = folder.resolve(name + ".safetensors");
        Safetensors.write(file, tensors, Map.of());
        tensors.clear();
        return file;
    }

    /** All numbers of two layers' changes, one by one; layers that are not changed are zeros. */
    private static double naive(Path one, Path other) {
        Adapter a = Adapter.open(one);
        Adapter b = Adapter.open(other);
        double sum = 0;
        for (String layer : a.layers()) {
            if (b.changes(layer)) {
                float[] x = a.change(layer).dense();
                float[] y = b.change(layer).dense();
                for (int i = 0; i < x.length; i++) {
                    sum += (double) x[i] * y[i];
                }
            }
        }
        return sum;
    }

    @Test
    void productsAreThoseOfAllNumbersOfAllLayers() {
        Path one = kohya("lora_unet_q", 1, 2).kohya("lora_unet_k", 2, 3).write("one");
        Path higher = kohya("lora_unet_q", 3, 4).kohya("lora_unet_k", 4, 1).write("higher");
        Path partly = kohya("lora_unet_q", 5, 2).kohya("lora_unet_v", 6, 2).write("partly");
        tensors.put("lora_unet_q.diff", matrix(7, ROWS, COLS));
        Path whole = write("whole");
        List<Path> others = List.of(higher, partly, whole, one);
        AdapterProducts row = AdapterProducts.of(one, others);
        assertThat(row.square()).isCloseTo(naive(one, one), within(1e-4));
        for (int i = 0; i < others.size(); i++) {
            assertThat(row.products()[i]).isCloseTo(naive(one, others.get(i)), within(1e-4));
            assertThat(row.squares()[i]).isCloseTo(naive(others.get(i), others.get(i)), within(1e-4));
        }
        assertThat(row.cosines()[3]).isCloseTo(1, within(1e-12));
        assertThat(row.cosines()[0]).isLessThan(.9);
    }

    @Test
    void aChangeIsTheSameInOtherFactors() {
        tensors.put("lora_unet_q.lora_down.weight", Weight.of(new float[] {1, 2, 3}, 1, 3));
        tensors.put("lora_unet_q.lora_up.weight", Weight.of(new float[] {2, 4}, 2, 1));
        Path one = write("one");
        tensors.put("lora_unet_q.lora_down.weight", Weight.of(new float[] {2, 4, 6, 0, 0, 0}, 2, 3));
        tensors.put("lora_unet_q.lora_up.weight", Weight.of(new float[] {1, 5, 2, 5}, 2, 2));
        Path padded = write("padded");
        assertThat(AdapterProducts.of(one, List.of(padded)).cosines()[0]).isCloseTo(1, within(1e-12));
    }

    @Test
    void whatCannotBeComparedIsNamed() {
        Path one = kohya("lora_unet_q", 1, 2).write("one");
        Path elsewhere = kohya("lora_unet_k", 1, 2).write("elsewhere");
        assertThatThrownBy(() -> AdapterProducts.of(one, List.of(elsewhere)))
                .hasMessageContaining(
                        "found no layer that both change; they change 'lora_unet_q', ... and 'lora_unet_k'");
        tensors.put("lora_unet_q.lora_down.weight", matrix(1, 2, COLS + 1));
        tensors.put("lora_unet_q.lora_up.weight", matrix(2, ROWS, 2));
        Path wider = write("wider");
        assertThatThrownBy(() -> AdapterProducts.of(one, List.of(wider)))
                .hasMessageContaining("layer 'lora_unet_q': expected a matrix of [6, 5]")
                .hasMessageContaining("found [6, 6]");
        assertThatThrownBy(() -> AdapterProducts.of(one, List.of()))
                .hasMessageContaining("expected at least one other adapter, found none");
        tensors.put("q.weight", matrix(1, 2, 2));
        Path model = write("model");
        assertThatThrownBy(() -> AdapterProducts.of(one, List.of(model)))
                .hasMessageContaining("model.safetensors: expected an adapter");
        tensors.put("lora_unet_q.lora_down.weight", matrix(1, 2, COLS));
        tensors.put("lora_unet_q.lora_up.weight", Weight.of(new float[ROWS * 2], ROWS, 2));
        Path zeros = write("zeros");
        assertThatThrownBy(() -> AdapterProducts.of(one, List.of(zeros)).cosines())
                .hasMessageContaining("found adapter 0 of the others of zeros");
    }
}
