package org.modeljungle.metanetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Seeds;
import org.modeljungle.layers.BankTensors;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

class MvProbeTest {

    private static final Seeds SEEDS = new Seeds(17);
    private static final int ROWS = 5;
    private static final int COLS = 7;
    private static final MvProbe.Settings SIZES = new MvProbe.Settings(4, 3, 6);

    private final MvProbe net = new MvProbe(SIZES, ROWS, COLS, new Head.Labels(3));
    private final float[] parameters = net.layout().initial(SEEDS);

    @Test
    void equalsALoop() {
        LayerBank factored = Banks.lowRank(SEEDS, 4, ROWS, COLS, 2);
        float[][] found = net.representations(parameters, factored.matrices());
        float[][] dense =
                net.representations(parameters, Banks.multipliedOut(factored).matrices());
        for (int model = 0; model < 4; model++) {
            float[] expected = naive(factored.matrix(model));
            assertThat(found[model]).containsExactly(expected, within(1e-4f));
            assertThat(dense[model]).containsExactly(expected, within(1e-4f));
        }
    }

    /** Also where a matrix is nothing at all, as an adapter's change is before its first step. */
    @Test
    void factorsHaveTheGradientsOfTheMatrix() {
        LayerBank factored = Banks.lowRank(SEEDS, 4, ROWS, COLS, 2);
        LowRank factors = (LowRank) factored.matrices();
        Arrays.fill(factors.up(), 0, ROWS * 2, 0);
        float[] found = gradient(factors);
        assertThat(found).containsExactly(gradient(Banks.multipliedOut(factored).matrices()), within(1e-4f));
        assertThat(largest(found)).isGreaterThan(.01f);
    }

    private float[] gradient(Matrices matrices) {
        try (NDManager scope = Torch.scope()) {
            NDArray all = Tensors.indices(scope, IntStream.range(0, 4).toArray());
            Targets.OnDevice targets = new Targets.Labels(new float[4][3]).on(scope);
            BankTensors tensors = BankTensors.of(scope, matrices);
            return Torch.floats(Gradient.of(
                            scope,
                            Torch.tensor(scope, parameters, new Shape(1, parameters.length)),
                            leaf -> net.loss(scope, leaf, tensors, all, targets))
                    .gradient());
        }
    }

    static List<Metanetwork.Architecture> networks() {
        return List.of(
                SIZES,
                new ProbeX.Settings(4, 3, 6, true, 2, 2),
                new ProbeX.Settings(4, 3, 6, false),
                DenseNetwork.Settings.CLASSIFICATION,
                new DenseNetwork.Settings(4));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyParameterGetsAGradient(Metanetwork.Architecture kind) {
        Metanetwork network = kind.of(ROWS, COLS, new Head.Labels(3));
        float[] start = network.layout().initial(SEEDS);
        LayerBank bank = Banks.dense(SEEDS, 8, ROWS, COLS);
        try (NDManager scope = Torch.scope()) {
            NDArray all = Tensors.indices(scope, IntStream.range(0, 8).toArray());
            Targets.OnDevice targets = new Targets.Labels(new float[8][3]).on(scope);
            BankTensors tensors = BankTensors.of(scope, bank.matrices());
            float[] gradient = Torch.floats(Gradient.of(
                            scope,
                            Torch.tensor(scope, start, new Shape(1, start.length)),
                            leaf -> network.loss(scope, leaf, tensors, all, targets))
                    .gradient());
            for (ParameterLayout.Parameter parameter : network.layout().parameters()) {
                assertThat(largest(network.layout().slice(gradient, parameter.name())))
                        .as(parameter.name())
                        .isPositive();
            }
        }
    }

    @Test
    void theScaleOfAMatrixDoesNotMatter() {
        LayerBank bank = Banks.dense(SEEDS, 1, ROWS, COLS);
        float[] larger = bank.matrix(0);
        for (int i = 0; i < larger.length; i++) {
            larger[i] *= 3;
        }
        assertThat(net.outputs(parameters, new Dense(1, ROWS, COLS, larger))[0])
                .containsExactly(net.outputs(parameters, bank.matrices())[0], within(1e-4f));
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> new MvProbe.Settings(1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MVProbe: expected probes, projections and representation of 1 or more, found 1, 0, 1");
        assertThatThrownBy(() -> new MvProbe(SIZES, 0, 3, new Head.Labels(1)))
                .hasMessage("MVProbe: expected matrices of 1 or more numbers, found [0, 3]");
        assertThatThrownBy(() -> net.outputs(
                        parameters, Banks.dense(SEEDS, 1, COLS, ROWS).matrices()))
                .hasMessage("MVProbe: expected matrices [5, 7], found [7, 5]; one network reads one layer");
        assertThatThrownBy(() -> net.outputs(
                        new float[2], Banks.dense(SEEDS, 1, ROWS, COLS).matrices()))
                .hasMessage(
                        "MVProbe: expected %d parameters, found 2", net.layout().size());
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** One model's representation, view after view, term by term. */
    private float[] naive(float[] flat) {
        double[][] x = matrix(flat, ROWS, COLS);
        double[][] t = transposed(x);
        double[][][] responses = {
            times(x, probes("xu", COLS)),
            times(x, times(t, probes("xxtu", ROWS))),
            times(t, probes("xtu", ROWS)),
            times(t, times(x, probes("xtxu", COLS)))
        };
        String[] names = {"row", "row2", "col", "col2"};
        int size = SIZES.probes() * SIZES.projections();
        double[] all = new double[4 * size];
        for (int view = 0; view < 4; view++) {
            double[][] y = standardised(responses[view]); // [points, probes]
            double[][] v = matrix(
                    net.layout().slice(parameters, "shared_probe_proj_" + names[view] + ".weight"),
                    SIZES.projections(),
                    y.length);
            double[][] z = times(v, y); // [projections, probes]
            for (int l = 0; l < SIZES.probes(); l++) {
                for (int k = 0; k < SIZES.projections(); k++) {
                    all[view * size + l * SIZES.projections() + k] = Math.max(0, z[k][l]);
                }
            }
        }
        float[] weight = net.layout().slice(parameters, "concat_all4_encoder.weight");
        float[] e = net.layout().slice(parameters, "concat_all4_encoder.bias");
        for (int i = 0; i < e.length; i++) {
            for (int j = 0; j < all.length; j++) {
                e[i] += (float) (weight[i * all.length + j] * all[j]);
            }
        }
        return e;
    }

    private double[][] probes(String view, int length) {
        return matrix(net.layout().slice(parameters, "probes_" + view + ".weight"), length, SIZES.probes());
    }

    /** Mean 0 and unbiased deviation 1 over points and probes together. */
    private static double[][] standardised(double[][] y) {
        int count = y.length * y[0].length;
        double mean = 0;
        for (double[] row : y) {
            for (double value : row) {
                mean += value / count;
            }
        }
        double square = 0;
        for (double[] row : y) {
            for (double value : row) {
                square += (value - mean) * (value - mean) / (count - 1);
            }
        }
        double[][] result = new double[y.length][y[0].length];
        for (int i = 0; i < y.length; i++) {
            for (int j = 0; j < y[i].length; j++) {
                result[i][j] = (y[i][j] - mean) / (Math.sqrt(square) + 1e-8);
            }
        }
        return result;
    }

    private static double[][] matrix(float[] flat, int rows, int cols) {
        double[][] matrix = new double[rows][cols];
        for (int i = 0; i < flat.length; i++) {
            matrix[i / cols][i % cols] = flat[i];
        }
        return matrix;
    }

    private static double[][] transposed(double[][] a) {
        double[][] t = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = a[i][j];
            }
        }
        return t;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < product[i].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }
}
