package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.kernel.Payload;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.store.Model;

class WeightViewTest {

    @TempDir
    Path folder;

    private static double[] singularValues(float[] values, int rows, int cols) {
        double[][] matrix = new double[rows][cols];
        for (int i = 0; i < values.length; i++) {
            matrix[i / cols][i % cols] = values[i];
        }
        return new SingularValueDecomposition(new Array2DRowRealMatrix(matrix)).getSingularValues();
    }

    @Test
    void aLayerIsCalledByItsNameOrByItsTensors() {
        Model model = WeightFiles.plain(folder, "one", 1);
        WeightView view = WeightView.of(model, "a");
        assertThat(view.weights()).isEqualTo(WeightView.of(model, "a.weight").weights());
        assertThat(view.weights())
                .isEqualTo(LayerBank.read(List.of(model.file()), "a").matrix(0));
        assertThat(view.layer()).isEqualTo("a");
        assertThat(view).hasToString("Layer a [3, 4] of one");
        assertThatThrownBy(() -> WeightView.of(model, "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer 'c' in ", "LayerBank.layers(file) lists what this file has");
    }

    @Test
    void singularValuesAreThoseOfAnotherLibrary() {
        Model model = WeightFiles.plain(folder, "one", 2);
        for (String layer : List.of("a", "b")) {
            WeightView view = WeightView.of(model, layer);
            int rows = layer.equals("a") ? 3 : 5;
            double[] expected = singularValues(view.weights(), rows, view.weights().length / rows);
            assertThat(view.singularValues()).containsExactly(expected, within(1e-6));
        }
    }

    /** Of a large matrix they take minutes. */
    @Test
    void anInterruptEndsThem() {
        WeightView view = WeightView.of(WeightFiles.plain(folder, "one", 2), "a");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(view::singularValues)
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("stopped: computing singular values");
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void aLoraHasAsManySingularValuesAsItsRank() {
        WeightView view = WeightView.of(WeightFiles.lora(folder, "lora", 3), "a");
        double[] expected = singularValues(view.weights(), 3, 4);
        assertThat(expected[2]).isLessThan(1e-6);
        assertThat(view.singularValues()).containsExactly(new double[] {expected[0], expected[1]}, within(1e-6));
        assertThat(view.text()).startsWith("Layer a [3, 4] of rank 2\n  lora: mean ");
    }

    @Test
    void theNumbersInTheTextAreThoseOfALoop() {
        Model model = WeightFiles.matrix(folder, "m", 2, 2, 3, 0, 0, -1);
        assertThat(WeightView.of(model, "a").text()).isEqualTo("""
                Layer a [2, 2]
                  m: mean 0.5, standard deviation 1.5, from -1 to 3, singular values from 3 to 1, the largest 1 of 2 \
                with 90 % of the squares""");
    }

    @Test
    void aComparisonShowsBothAndTheirDifference() {
        Model one = WeightFiles.plain(folder, "one", 4);
        Model other = WeightFiles.plain(folder, "other", 5);
        WeightView view = WeightView.of(one, "a").against(other);
        float[] a = WeightView.of(one, "a").weights();
        float[] b = WeightView.of(other, "a").weights();
        for (int i = 0; i < a.length; i++) {
            assertThat(view.difference()[i]).isEqualTo(a[i] - b[i]);
        }
        assertThat(view.text()).contains("\n  one: ", "\n  other: ", "\n  one less other: ");
        assertThat(view.picture().problem()).isEmpty();
        assertThat(view.picture().alt()).startsWith("Layer a [3, 4], heat maps").contains("one less other: mean ");
        assertThat(WeightView.of(one, "a").against(one.file()).picture().problem())
                .isEmpty();
        assertThat(WeightView.of(one, "a").against(one).text()).contains("\n  one (other): ", "from 0 to 0");
        assertThatThrownBy(() -> WeightView.of(one, "a").difference())
                .hasMessage("layer 'a' of one: expected another model for a difference, found none; against(model)"
                        + " gives one");
    }

    @Test
    void onlyMatricesOfOneKindAndShapeAreCompared() {
        Model one = WeightFiles.plain(folder, "one", 6);
        assertThatThrownBy(() -> WeightView.of(one, "a").against(WeightView.of(one, "b")))
                .hasMessage("layer 'a' of one against 'b' of one: expected matrices of one kind and shape, found"
                        + " [3, 4] and [5, 2]; a LoRA is itself the difference to its ancestor");
        assertThatThrownBy(() -> WeightView.of(one, "a").against(WeightFiles.lora(folder, "l", 1)))
                .hasMessageContaining("found [3, 4] and [3, 4] of rank 2;");
    }

    @Test
    void whatIsNotFiniteIsCountedAndLeftOut() {
        Model model = WeightFiles.matrix(folder, "m", 2, 2, Float.NaN, 1, 2, Float.POSITIVE_INFINITY);
        WeightView view = WeightView.of(model, "a");
        assertThat(view.text()).endsWith("m: mean 1.5, standard deviation 0.5, from 1 to 2, 2 not finite");
        assertThat(view.picture().problem()).isEmpty();
        assertThatThrownBy(view::singularValues)
                .hasMessage("layer 'a' of m: expected finite weights for singular values, found others");
        Model none = WeightFiles.matrix(folder, "none", 1, 1, Float.NaN);
        assertThat(WeightView.of(none, "a").picture().problem()).isEmpty();
        assertThat(WeightView.of(none, "a").text()).contains("none: mean -, standard deviation -, from - to -");
    }

    @Test
    void zerosAreDrawn() {
        Model zeros = WeightFiles.matrix(folder, "zeros", 2, 3, new float[6]);
        assertThat(WeightView.of(zeros, "a").picture().problem()).isEmpty();
        assertThat(WeightView.of(zeros, "a").text()).contains("singular values from 0 to 0, the largest 0 of 2");
    }

    @Test
    void largeMatricesAreBlocksAndSaySo() {
        int rows = 3;
        int cols = 2 * MatrixMap.MOST + 1;
        float[] values = new float[rows * cols];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7 - 3;
        }
        MatrixMap map = MatrixMap.of("large", values, rows, cols);
        assertThat(map.block()).isEqualTo(3);
        double[][] squares = map.squares();
        assertThat(squares).hasDimensions(1, (cols + 2) / 3);
        double sum = 0; // of the last square, which is narrower
        int last = 3 * (squares[0].length - 1);
        for (int row = 0; row < rows; row++) {
            for (int col = last; col < cols; col++) {
                sum += values[row * cols + col] * values[row * cols + col];
            }
        }
        assertThat(squares[0][squares[0].length - 1]).isCloseTo(Math.sqrt(sum / (rows * (cols - last))), within(1e-9));
        assertThat(map.alt())
                .isEqualTo("large, heat map of 3 x 1025 numbers, each square: root mean square of 3 x 3 numbers, full"
                        + " colour from 6 on");
        assertThat(MatrixMap.of("small", new float[] {1, 2}, 1, 2).squares()).isDeepEqualTo(new double[][] {{1, 2}});
    }

    @Test
    void aDistributionIsSharesOfTheWeights() {
        LayerBank bank = new LayerBank("a", new Dense(1, 1, 4, new float[] {0, 0, 0, 60}));
        XyChart chart = WeightCharts.distributions(List.of(LayerWeights.of("m", bank, 0)));
        double[] shares = chart.series().get(0).ys();
        assertThat(shares[0]).isEqualTo(75);
        assertThat(shares[59]).isEqualTo(25);
        assertThat(chart.series().get(0).xs()[0]).isEqualTo(.5);
    }

    /** As a fresh LoRA's up factor is. */
    @Test
    void aDistributionOfOneValueIsOnePoint() {
        LayerBank bank = new LayerBank("a", new Dense(1, 1, 4, new float[] {0, 0, Float.NaN, 0}));
        XyChart chart = WeightCharts.distributions(List.of(LayerWeights.of("m", bank, 0)));
        assertThat(chart.series().get(0).xs()).containsExactly(0);
        assertThat(chart.series().get(0).ys()).containsExactly(75);
    }

    @Test
    void namesAreEscaped() {
        Model evil = WeightFiles.plain(folder, WeightFiles.EVIL, 7);
        Payload payload = Payloads.of(WeightView.of(evil, "a"));
        assertThat(payload.data()).containsKeys(Payload.HTML, Payload.PNG, Payload.TEXT);
        assertThat((String) payload.data().get(Payload.HTML))
                .contains("&lt;script&gt;")
                .doesNotContain("<script", "<img src=x");
    }
}
