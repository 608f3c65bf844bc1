package org.modeljungle.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;

class GramTest {

    private static final Seeds SEEDS = new Seeds(7);

    @Test
    void factoredAndDenseProductsEqualALoop() {
        LayerBank factored = Banks.lowRank(SEEDS, 7, 20, 30, 2);
        assertEqual(Gram.of(factored).values(), naive(factored), 1e-4);
        LayerBank cheaperMultipliedOut = Banks.lowRank(SEEDS, 7, 5, 6, 2);
        assertEqual(Gram.of(cheaperMultipliedOut).values(), naive(cheaperMultipliedOut), 1e-4);
        LayerBank dense = Banks.dense(SEEDS, 6, 4, 3);
        assertEqual(Gram.of(dense).values(), naive(dense), 1e-9);
    }

    @Test
    void manyChunksEqualALoop() {
        LayerBank factored = Banks.lowRank(SEEDS, 300, 40, 50, 4); // 218 models at a time
        assertEqual(Gram.of(factored).values(), naive(factored), 1e-3);
        LayerBank multipliedOut = Banks.lowRank(SEEDS, 300, 60, 60, 8); // 58 rows at a time
        assertEqual(Gram.of(multipliedOut).values(), naive(multipliedOut), 1e-3);
        LayerBank dense = Banks.dense(SEEDS, 300, 61, 61); // 3495 columns at a time
        assertEqual(Gram.of(dense).values(), naive(dense), 1e-9);
    }

    @Test
    void cosinesAreThoseOfTheMatricesThemselves() {
        float[] values = {3, 0, 0, 4, 1, 1, -2, 0};
        double[][] cosines =
                Gram.of(new LayerBank("a", new Dense(4, 1, 2, values))).cosines();
        double half = Math.sqrt(.5);
        assertEqual(
                cosines,
                new double[][] {{1, 0, half, -1}, {0, 1, half, 0}, {half, half, 1, -half}, {-1, 0, -half, 1}},
                1e-12);
        assertThatThrownBy(() -> Gram.of(new LayerBank("a", new Dense(2, 1, 1, new float[] {1, 0})))
                        .cosines())
                .hasMessage("layer 'a': expected matrices with a direction, found model 1 of zeros");
    }

    @Test
    void severalLayersKeepTheirOrder() {
        List<Gram> grams = Gram.of(List.of(Banks.dense(SEEDS, 4, 2, 2), Banks.lowRank(SEEDS, 4, 2, 2, 1)));
        assertThat(grams).extracting(Gram::layer).containsExactly("dense", "lora");
    }

    @Test
    void residualsAreCosinesOfWeightsLessTheTrainingMean() {
        LayerBank bank = shifted(Banks.dense(SEEDS, 6, 3, 4), 1000);
        int[] train = {0, 2, 5};
        double[][] residuals = new double[6][12];
        for (int k = 0; k < 12; k++) {
            double mean = 0;
            for (int model : train) {
                mean += bank.matrix(model)[k] / 3.0;
            }
            for (int model = 0; model < 6; model++) {
                residuals[model][k] = bank.matrix(model)[k] - mean;
            }
        }
        double[][] expected = new double[6][6];
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                expected[i][j] = dot(residuals[i], residuals[j])
                        / Math.sqrt(dot(residuals[i], residuals[i]) * dot(residuals[j], residuals[j]));
            }
        }
        ResidualGram residual = Gram.of(bank).residual(train);
        assertEqual(residual.values(), expected, 1e-7);
        assertThat(residual.crossGram(4)[0])
                .containsExactly(residual.values()[4][0], residual.values()[4][2], residual.values()[4][5]);
        assertThat(residual.trainGram()).hasDimensions(3, 3);
    }

    @Test
    void theMeanGivesEveryLayerTheSameSay() {
        ResidualGram a = Gram.of(Banks.dense(SEEDS, 5, 2, 3)).residual(0, 1, 2);
        ResidualGram b = Gram.of(Banks.lowRank(SEEDS, 5, 4, 3, 2)).residual(0, 1, 2);
        ResidualGram mean = ResidualGram.mean(List.of(a, b));
        assertThat(mean.layers()).containsExactly("dense", "lora");
        assertThat(mean.values()[3][1]).isEqualTo((a.values()[3][1] + b.values()[3][1]) / 2, within(1e-15));
        assertThat(mean.values()[4][4]).isEqualTo(1, within(1e-12));
    }

    @Test
    void meansOverOtherModelsAreRefused() {
        Gram gram = Gram.of(Banks.dense(SEEDS, 5, 2, 3));
        assertThatThrownBy(() -> ResidualGram.mean(List.of(gram.residual(0, 1), gram.residual(0, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "mean of residual Gram matrices: expected the 5 models and training models of [dense], found"
                                + " others in [dense]; use layers of the same models");
        assertThatThrownBy(() -> ResidualGram.mean(List.of()))
                .hasMessage("mean of residual Gram matrices: expected 1 layer or more, found none");
    }

    @Test
    void aLayerThatWasNotTrainedIsNamed() {
        float[] values = new float[12];
        java.util.Arrays.fill(values, .3f);
        Gram gram = Gram.of(new LayerBank("frozen", new Dense(3, 2, 2, values)));
        assertThatThrownBy(() -> gram.residual(0, 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "layer 'frozen': expected every model to differ from the training models' mean, found model 0"
                                + " equal to it; a layer that was not trained says nothing: leave it (or that model) out");
    }

    @Test
    void wrongModelsAndNumbersAreRefused() {
        Gram gram = Gram.of(Banks.dense(SEEDS, 5, 2, 3));
        assertThatThrownBy(() -> gram.residual()).hasMessage("training models: expected 1 or more, found none");
        assertThatThrownBy(() -> gram.residual(0, 5))
                .hasMessage("training models: expected indices from 0 to 4, found 5");
        assertThatThrownBy(() -> Gram.of(new LayerBank("q", new Dense(2, 1, 1, new float[] {1, Float.NaN}))))
                .hasMessage(
                        "Gram matrix of layer 'q': expected finite numbers, found NaN in row 0; look at that model's"
                                + " weights");
        assertThatThrownBy(() -> new Gram("q", new double[][] {{1, 2}}))
                .hasMessage("Gram matrix of layer 'q': expected [1, 1], found a row 0 of 2 numbers");
    }

    @Test
    void anInterruptStops() {
        LayerBank bank = Banks.dense(SEEDS, 5, 2, 3);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Gram.of(bank)).isInstanceOf(CancellationException.class);
        } finally {
            Thread.interrupted();
        }
    }

    private static LayerBank shifted(LayerBank bank, float by) {
        Dense dense = (Dense) bank.matrices();
        float[] values = dense.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += by;
        }
        return new LayerBank("shifted", new Dense(dense.models(), dense.rows(), dense.cols(), values));
    }

    private static double[][] naive(LayerBank bank) {
        double[][] products = new double[bank.models()][bank.models()];
        float[][] matrices = new float[bank.models()][];
        for (int i = 0; i < products.length; i++) {
            matrices[i] = bank.matrix(i);
            for (int j = 0; j <= i; j++) {
                float[] a = matrices[i];
                float[] b = matrices[j];
                for (int k = 0; k < a.length; k++) {
                    products[i][j] += (double) a[k] * b[k];
                }
                products[j][i] = products[i][j];
            }
        }
        return products;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static void assertEqual(double[][] found, double[][] expected, double tolerance) {
        assertThat(found).hasNumberOfRows(expected.length);
        for (int i = 0; i < expected.length; i++) {
            double largest = 0; // compared at once: AssertJ takes a quadratic time for a row
            for (int j = 0; j < expected[i].length; j++) {
                largest = Math.max(largest, Math.abs(found[i][j] - expected[i][j]));
            }
            assertThat(found[i]).hasSameSizeAs(expected[i]);
            assertThat(largest).as("row %d", i).isLessThanOrEqualTo(tolerance);
        }
    }
}
