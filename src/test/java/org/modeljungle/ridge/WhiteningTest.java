package org.modeljungle.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.BlockStore;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.tensor.Torch;

class WhiteningTest {

    private static final Seeds SEEDS = new Seeds(31);
    private static final int MODELS = 9;
    private static final int ROWS = 5;
    private static final int COLS = 7;

    static List<LayerBank> banks() {
        LayerBank dense = Banks.dense(SEEDS, MODELS, ROWS, COLS);
        float[] far = ((Dense) dense.matrices()).values();
        for (int i = 0; i < far.length; i++) {
            far[i] = far[i] * (1 + i % COLS) + 20; // an ancestor, and columns that move more than others
        }
        return List.of(
                new LayerBank("dense", new Dense(MODELS, ROWS, COLS, far)),
                Banks.lowRank(SEEDS, MODELS, ROWS, COLS, 2));
    }

    @ParameterizedTest
    @MethodSource("banks")
    void equalsANaiveLoop(LayerBank bank) {
        for (double power : new double[] {.25, .5}) {
            RealMatrix[] expected = whitened(bank, power);
            ResidualTransform transform = ResidualTransform.of(bank, power);
            double[][] cosines = transform.gram(bank, Progress.of("test", 1)).values();
            for (int i = 0; i < MODELS; i++) {
                for (int j = 0; j < MODELS; j++) {
                    assertThat(cosines[i][j]).isCloseTo(cosine(expected[i], expected[j]), within(1e-5));
                }
            }
            try (NDManager scope = Torch.scope()) {
                float[] found = Torch.floats(
                        transform.whitening().apply(scope, Residuals.of(scope, "test", bank, transform.centre())));
                for (int i = 0; i < found.length; i++) {
                    double value = expected[i / (ROWS * COLS)].getEntry(i % (ROWS * COLS) / COLS, i % COLS);
                    assertThat((double) found[i]).isCloseTo(value, within(1e-4));
                }
            }
        }
    }

    @Test
    void factorsStayFactors() {
        LayerBank bank = Banks.lowRank(SEEDS, MODELS, ROWS, COLS, 2);
        float[] centre = Residuals.centre(bank);
        LayerBank whitened = Whitening.of(bank, centre, .25).apply(bank, centre, BlockStore.like(bank.matrices()));
        assertThat(whitened.matrices()).isInstanceOf(LowRank.class);
        assertThat(((LowRank) whitened.matrices()).rank()).isEqualTo(2);
    }

    @Test
    void manyModelsAreReadInChunks() {
        LayerBank bank = Banks.dense(SEEDS, 70, 256, 256); // 64 models at a time
        float[] centre = Residuals.centre(bank);
        Whitening whitening = Whitening.of(bank, centre, .25);
        LayerBank all = whitening.apply(bank, centre, BlockStore.like(bank.matrices()));
        LayerBank last = whitening.apply(bank.select(69), centre, BlockStore.like(bank.matrices()));
        assertThat(all.matrix(69)).containsExactly(last.matrix(0), within(1e-5f));
    }

    @Test
    void noPowerIsNoWhitening() {
        LayerBank bank = banks().get(0);
        ResidualTransform transform = ResidualTransform.of(bank, 0);
        int[] everyone = {0, 1, 2, 3, 4, 5, 6, 7, 8};
        assertThat(transform.gram(bank, Progress.of("test", 1)).values())
                .isDeepEqualTo(Gram.of(bank).residual(everyone).values());
        assertThat(transform.whitening()).isSameAs(Whitening.NONE);
        assertThat(transform.whitening().flops()).isZero();
    }

    @Test
    void fullWhiteningMakesTheMomentsAlike() {
        LayerBank bank = banks().get(0);
        double before = conditionOfColumns(whitened(bank, 0));
        double after = conditionOfColumns(whitened(bank, .5));
        assertThat(after).isLessThan(before / 2);
    }

    @Test
    void wrongArgumentsAreRefused() {
        LayerBank bank = banks().get(0);
        assertThatThrownBy(() -> ResidualTransform.of(bank, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("whitening: expected a finite power of 0 or more, found -1.0");
        LayerBank same = new LayerBank("dense", new Dense(3, ROWS, COLS, new float[3 * ROWS * COLS]));
        assertThatThrownBy(() -> ResidualTransform.of(same, .25))
                .hasMessage(
                        "whitening: expected finite weights that differ between the models of layer 'dense', found a spread of"
                                + " 0.0");
        LayerBank words = Banks.dense(SEEDS, 3, 50_000, 2);
        assertThatThrownBy(() -> ResidualTransform.of(words, .25))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("whitening: expected a layer of at most 16383 rows and columns, found [50000, 2] in layer"
                        + " 'dense'; leave it out, or read it without whitening, by the power 0");
    }

    @Test
    void aMapThatFitsNoBufferIsRefused() {
        LayerBank bank = Banks.dense(SEEDS, 2, 1024, 1024);
        assertThatThrownBy(() -> ResidualMap.of(bank, new double[2][600], 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("residual map: expected at most 536870911 numbers, found [1024, 1024] times 600 outputs for"
                        + " layer 'dense'; read a smaller layer, or fewer outputs at a time");
    }

    /** A large layer's moments take long. */
    @Test
    void anInterruptStops() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ResidualTransform.of(banks().get(0), .25))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("stopped: whitening layer dense");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** The largest second moment in a direction of the columns, over the smallest. */
    private static double conditionOfColumns(RealMatrix... residuals) {
        RealMatrix moments = new Array2DRowRealMatrix(COLS, COLS);
        for (RealMatrix r : residuals) {
            moments = moments.add(r.transpose().multiply(r));
        }
        double[] values = new EigenDecomposition(moments).getRealEigenvalues();
        Arrays.sort(values);
        return values[COLS - 1] / values[0];
    }

    /** The residuals A^-p R B^-p, in double precision. */
    private static RealMatrix[] whitened(LayerBank bank, double power) {
        RealMatrix[] residuals = new RealMatrix[MODELS];
        RealMatrix mean = new Array2DRowRealMatrix(ROWS, COLS);
        for (int i = 0; i < MODELS; i++) {
            residuals[i] = new Array2DRowRealMatrix(ROWS, COLS);
            for (int k = 0; k < ROWS * COLS; k++) {
                residuals[i].setEntry(k / COLS, k % COLS, bank.matrix(i)[k]);
            }
            mean = mean.add(residuals[i].scalarMultiply(1.0 / MODELS));
        }
        RealMatrix a = new Array2DRowRealMatrix(ROWS, ROWS);
        RealMatrix b = new Array2DRowRealMatrix(COLS, COLS);
        for (int i = 0; i < MODELS; i++) {
            residuals[i] = residuals[i].subtract(mean);
            a = a.add(residuals[i].multiply(residuals[i].transpose()).scalarMultiply(1.0 / MODELS));
            b = b.add(residuals[i].transpose().multiply(residuals[i]).scalarMultiply(1.0 / MODELS));
        }
        for (int i = 0; i < MODELS; i++) {
            residuals[i] = power(a, power).multiply(residuals[i]).multiply(power(b, power));
        }
        return residuals;
    }

    /** (M + 5 % of its mean diagonal)^-p */
    private static RealMatrix power(RealMatrix m, double p) {
        int n = m.getRowDimension();
        RealMatrix shifted = m.add(MatrixUtils.createRealIdentityMatrix(n).scalarMultiply(.05 * m.getTrace() / n));
        RealMatrix symmetric = shifted.add(shifted.transpose()).scalarMultiply(.5);
        EigenDecomposition eigen = new EigenDecomposition(symmetric);
        RealMatrix power = new Array2DRowRealMatrix(n, n);
        for (int k = 0; k < n; k++) {
            RealMatrix q =
                    MatrixUtils.createColumnRealMatrix(eigen.getEigenvector(k).toArray());
            power = power.add(q.multiply(q.transpose()).scalarMultiply(Math.pow(eigen.getRealEigenvalue(k), -p)));
        }
        return power;
    }

    private static double cosine(RealMatrix a, RealMatrix b) {
        double product = a.transpose().multiply(b).getTrace();
        return product / (a.getFrobeniusNorm() * b.getFrobeniusNorm());
    }
}
