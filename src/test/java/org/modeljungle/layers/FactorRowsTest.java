package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class FactorRowsTest {

    private static final Seeds SEEDS = new Seeds(3);
    private static final int MODELS = 3;
    private static final int ROWS = 6;
    private static final int COLS = 5;
    private static final int RANK = 2;

    private final LayerBank bank = Banks.lowRank(SEEDS, MODELS, ROWS, COLS, RANK);
    private final LowRank factors = (LowRank) bank.matrices();

    @Test
    void rawFactorsAreColumnsOfTheOneAndRowsOfTheOther() {
        LayerBank raw = bank.factors();
        assertThat(new int[] {raw.models(), raw.rows(), raw.cols()}).containsExactly(MODELS, RANK, ROWS + COLS);
        for (int model = 0; model < MODELS; model++) {
            for (int k = 0; k < RANK; k++) {
                float[] row = row(raw, model, k);
                for (int i = 0; i < ROWS; i++) {
                    assertThat(row[i]).isEqualTo(factors.up()[(model * ROWS + i) * RANK + k]);
                }
                for (int j = 0; j < COLS; j++) {
                    assertThat(row[ROWS + j]).isEqualTo(factors.down()[(model * RANK + k) * COLS + j]);
                }
            }
        }
    }

    @Test
    void canonicalFactorsAreSingularVectors() {
        LayerBank canonical = bank.canonicalFactors();
        for (int model = 0; model < MODELS; model++) {
            SingularValueDecomposition svd = new SingularValueDecomposition(matrix(model));
            for (int k = 0; k < RANK; k++) {
                double[] left = svd.getU().getColumn(k);
                double[] right = svd.getV().getColumn(k);
                double largest = Arrays.stream(left)
                        .boxed()
                        .max((a, b) -> Double.compare(Math.abs(a), Math.abs(b)))
                        .get();
                double scale = Math.sqrt(svd.getSingularValues()[k]) * Math.signum(largest);
                float[] row = row(canonical, model, k);
                for (int i = 0; i < ROWS; i++) {
                    assertThat((double) row[i]).isEqualTo(scale * left[i], within(1e-5));
                }
                for (int j = 0; j < COLS; j++) {
                    assertThat((double) row[ROWS + j]).isEqualTo(scale * right[j], within(1e-5));
                }
            }
        }
    }

    /** {@code (B R) (R^-1 A)}, with a column of zeros as banks of several ranks have it: raw factors differ. */
    @Test
    void theBasisDoesNotMatterToCanonicalFactors() {
        float[] up = new float[MODELS * ROWS * 3];
        float[] down = new float[MODELS * 3 * COLS];
        float[][] r = {{2, .5f}, {-1, 1}};
        float[][] inverse = {{.4f, -.2f}, {.4f, .8f}};
        for (int model = 0; model < MODELS; model++) {
            for (int to = 0; to < 2; to++) {
                for (int from = 0; from < 2; from++) {
                    for (int i = 0; i < ROWS; i++) {
                        up[(model * ROWS + i) * 3 + to] += factors.up()[(model * ROWS + i) * 2 + from] * r[from][to];
                    }
                    for (int j = 0; j < COLS; j++) {
                        down[(model * 3 + to) * COLS + j] +=
                                inverse[to][from] * factors.down()[(model * 2 + from) * COLS + j];
                    }
                }
            }
        }
        LayerBank other = new LayerBank("lora", new LowRank(MODELS, ROWS, COLS, 3, up, down));
        assertThat(other.matrix(1)).containsExactly(bank.matrix(1), within(1e-4f));
        for (int model = 0; model < MODELS; model++) {
            for (int k = 0; k < RANK; k++) {
                assertThat(row(other.canonicalFactors(), model, k))
                        .containsExactly(row(bank.canonicalFactors(), model, k), within(1e-4f));
            }
            assertThat(row(other.canonicalFactors(), model, 2)).containsExactly(new float[ROWS + COLS], within(1e-4f));
        }
        assertThat(row(other.factors(), 0, 0)).isNotEqualTo(row(bank.factors(), 0, 0));
    }

    @Test
    void theRankIsNeverMoreThanTheMatrixHas() {
        LayerBank thin = Banks.lowRank(SEEDS, 2, ROWS, 2, 4).canonicalFactors();
        assertThat(new int[] {thin.models(), thin.rows(), thin.cols()}).containsExactly(2, 2, ROWS + 2);
    }

    @Test
    void wholeMatricesAreRefused() {
        assertThatThrownBy(() -> Banks.dense(SEEDS, 2, 3, 4).canonicalFactors())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected low-rank factors, found whole matrices [2, 3, 4]");
    }

    private RealMatrix matrix(int model) {
        RealMatrix matrix = new Array2DRowRealMatrix(ROWS, COLS);
        float[] flat = bank.matrix(model);
        for (int i = 0; i < flat.length; i++) {
            matrix.setEntry(i / COLS, i % COLS, flat[i]);
        }
        return matrix;
    }

    private static float[] row(LayerBank rows, int model, int k) {
        return Arrays.copyOfRange(rows.matrix(model), k * rows.cols(), (k + 1) * rows.cols());
    }
}
