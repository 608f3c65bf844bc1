package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class ConvolutionViewTest {

    private static final int OUT = 4;
    private static final int IN = 3;
    private static final int HIGH = 2;
    private static final int WIDE = 5;

    private final float[] weights = new Seeds(1).normal(OUT * IN * HIGH * WIDE); // [out, in, kh, kw]

    @TempDir
    Path folder;

    @Test
    void filtersAreRows() {
        LayerBank bank = read(weights, ConvolutionView.FILTERS, OUT, IN, HIGH, WIDE);
        assertThat(bank.rows()).isEqualTo(OUT);
        assertThat(bank.cols()).isEqualTo(IN * HIGH * WIDE);
        for (int out = 0; out < OUT; out++) {
            for (int in = 0; in < IN; in++) {
                for (int y = 0; y < HIGH; y++) {
                    for (int x = 0; x < WIDE; x++) {
                        float found = bank.matrix(0)[out * bank.cols() + (in * HIGH + y) * WIDE + x];
                        assertThat(found).isEqualTo(weight(out, in, y, x));
                    }
                }
            }
        }
    }

    @Test
    void theReinterpretationCutsTheSameNumbersIntoRowsOfOut() {
        LayerBank bank = read(weights, ConvolutionView.REINTERPRETED, OUT, IN, HIGH, WIDE);
        assertThat(bank.rows()).isEqualTo(IN * HIGH * WIDE);
        assertThat(bank.cols()).isEqualTo(OUT);
        int next = 0; // the n-th number, filter by filter, is at row n / out, column n % out
        for (int out = 0; out < OUT; out++) {
            for (int in = 0; in < IN; in++) {
                for (int y = 0; y < HIGH; y++) {
                    for (int x = 0; x < WIDE; x++, next++) {
                        float found = bank.matrix(0)[next / OUT * bank.cols() + next % OUT];
                        assertThat(found).isEqualTo(weight(out, in, y, x));
                    }
                }
            }
        }
    }

    @Test
    void theReinterpretationIsNoTranspose() {
        LayerBank bank = read(weights, ConvolutionView.REINTERPRETED, OUT, IN, HIGH, WIDE);
        assertThat(bank.matrix(0)[1]).isEqualTo(weight(0, 0, 0, 1)).isNotEqualTo(weight(1, 0, 0, 0));
    }

    @Test
    void aConvolutionOfOnePixelIsAMatrixInBoth() {
        float[] pixel = new Seeds(2).normal(OUT * IN);
        for (ConvolutionView view : ConvolutionView.values()) {
            LayerBank bank = read(pixel, view, OUT, IN, 1, 1);
            assertThat(bank.rows()).as("%s", view).isEqualTo(OUT);
            assertThat(bank.cols()).as("%s", view).isEqualTo(IN);
            assertThat(bank.matrix(0)).containsExactly(pixel);
        }
    }

    @Test
    void matricesStayAsTheyAre() {
        assertThat(ConvolutionView.REINTERPRETED.matrix(List.of(7L, 3L))).containsExactly(7, 3);
        assertThat(ConvolutionView.FILTERS.matrix(List.of(7L, 3L))).containsExactly(7, 3);
    }

    @Test
    void filtersOfOneChannelOrOneRowKeepTheirView() {
        assertThat(ConvolutionView.FILTERS.matrix(List.of(8L, 1L, 3L, 3L))).containsExactly(8, 9);
        assertThat(ConvolutionView.REINTERPRETED.matrix(List.of(8L, 1L, 3L, 3L)))
                .containsExactly(9, 8);
        assertThat(ConvolutionView.REINTERPRETED.matrix(List.of(8L, 2L, 1L, 3L)))
                .containsExactly(6, 8);
    }

    private float weight(int out, int in, int y, int x) {
        return weights[((out * IN + in) * HIGH + y) * WIDE + x];
    }

    private LayerBank read(float[] values, ConvolutionView view, long... shape) {
        Path path = folder.resolve("model.safetensors");
        Safetensors.write(path, Map.of("conv.weight", Weight.of(values, shape)), Map.of());
        return LayerBank.read(List.of(path), "conv", view);
    }
}
