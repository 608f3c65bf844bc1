package org.modeljungle.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

class RidgeTest {

    private static final int MODELS = 12;
    private static final int FEATURES = 5;
    private static final int WIDTH = 3;
    private static final double[] LAMBDAS = {1e-3, .1, 3};

    private final float[][] features = rows(new Seeds(1).normal(MODELS * FEATURES), FEATURES);
    private final float[][] targets = rows(new Seeds(2).normal(MODELS * WIDTH), WIDTH);
    private final double[][] gram = products(features, features);

    @Test
    void leaveOneOutErrorsEqualRefittingWithoutEachModel() {
        Ridge ridge = Ridge.fit(gram, targets, LAMBDAS);
        double base = 0;
        for (int i = 0; i < MODELS; i++) {
            base += squaredError(mean(without(targets, i)), targets[i]);
        }
        for (int l = 0; l < LAMBDAS.length; l++) {
            double error = 0;
            for (int i = 0; i < MODELS; i++) {
                double[] prediction = primal(without(features, i), without(targets, i), LAMBDAS[l], features[i]);
                error += squaredError(prediction, targets[i]);
            }
            assertThat(ridge.leaveOneOutErrors()[l]).isEqualTo(error / base, within(1e-6));
        }
    }

    @Test
    void errorsOfGroupsEqualRefittingWithoutAllOfEach() {
        List<String> groups = List.of("a", "b", "a", "c", "d", "b", "a", "e", "c", "d", "b", "f");
        Ridge ridge = Ridge.fit(gram, targets, groups, LAMBDAS);
        double base = 0;
        double[] errors = new double[LAMBDAS.length];
        for (int i = 0; i < MODELS; i++) {
            int[] others = others(groups, groups.get(i));
            base += squaredError(mean(only(targets, others)), targets[i]);
            for (int l = 0; l < LAMBDAS.length; l++) {
                double[] prediction = primal(only(features, others), only(targets, others), LAMBDAS[l], features[i]);
                errors[l] += squaredError(prediction, targets[i]);
            }
        }
        for (int l = 0; l < LAMBDAS.length; l++) {
            assertThat(ridge.leaveOneOutErrors()[l]).isEqualTo(errors[l] / base, within(1e-6));
        }
    }

    /** Two models of each concept, whose targets have nothing to do with their features. */
    @Test
    void whatOnlyATwinCouldTellIsNotLearnt() {
        float[][] twice = new float[2 * MODELS][];
        float[][] wanted = new float[2 * MODELS][];
        Arrays.setAll(twice, i -> features[i / 2]);
        Arrays.setAll(wanted, i -> targets[i / 2]);
        double[][] all = products(twice, twice);
        List<Integer> concepts =
                IntStream.range(0, 2 * MODELS).map(i -> i / 2).boxed().toList();
        Ridge alone = Ridge.fit(all, wanted);
        Ridge whole = Ridge.fit(all, wanted, concepts);
        assertThat(whole.lambda()).isGreaterThan(3 * alone.lambda());
        assertThat(whole.leaveOneOutError()).isGreaterThan(alone.leaveOneOutError());
    }

    private static int[] others(List<String> groups, String group) {
        return IntStream.range(0, groups.size())
                .filter(i -> !groups.get(i).equals(group))
                .toArray();
    }

    private static float[][] only(float[][] rows, int... chosen) {
        return Arrays.stream(chosen).mapToObj(i -> rows[i]).toArray(float[][]::new);
    }

    @Test
    void predictionsEqualPrimalRidge() {
        float[][] others = rows(new Seeds(3).normal(4 * FEATURES), FEATURES);
        Ridge ridge = Ridge.fit(gram, targets, .2);
        float[][] predictions = ridge.predict(products(others, features));
        float[][] centred = ridge.predictCentred(products(others, features));
        for (int i = 0; i < others.length; i++) {
            double[] expected = primal(features, targets, .2, others[i]);
            for (int k = 0; k < WIDTH; k++) {
                assertThat((double) predictions[i][k]).isEqualTo(expected[k], within(1e-5));
                assertThat(centred[i][k] + ridge.mean()[k]).isEqualTo(predictions[i][k], within(1e-5f));
            }
        }
    }

    @Test
    void theLambdaWithTheSmallestErrorIsChosen() {
        Ridge ridge = Ridge.fit(gram, targets);
        double[] errors = ridge.leaveOneOutErrors();
        assertThat(errors).hasSize(30);
        assertThat(ridge.leaveOneOutError())
                .isEqualTo(Arrays.stream(errors).min().getAsDouble());
        int best = IntStream.range(0, 30)
                .filter(i -> ridge.lambdas()[i] == ridge.lambda())
                .findFirst()
                .getAsInt();
        assertThat(errors[best]).isEqualTo(ridge.leaveOneOutError());
    }

    @Test
    void noiseWantsAStrongPenaltyAndATrueMapAWeakOne() {
        float[][] exact = new float[MODELS][1];
        for (int i = 0; i < MODELS; i++) {
            exact[i][0] = features[i][0] - 2 * features[i][3];
        }
        Ridge ridge = Ridge.fit(gram, exact);
        assertThat(ridge.lambda()).isLessThan(.5);
        assertThat(ridge.leaveOneOutError()).isLessThan(.5);
        assertThat(Ridge.fit(gram, targets).lambda()).isGreaterThan(ridge.lambda());
    }

    @Test
    void defaultLambdasSpanTheirRange() {
        double[] lambdas = Ridge.defaultLambdas();
        assertThat(lambdas).hasSize(30);
        assertThat(lambdas[0]).isEqualTo(1e-4);
        assertThat(lambdas[29]).isEqualTo(30, within(1e-9));
        assertThat(lambdas[1] / lambdas[0]).isEqualTo(lambdas[29] / lambdas[28], within(1e-9));
    }

    @Test
    void moreNumbersThanModelsAreFine() {
        float[][] wide = rows(new Seeds(4).normal(MODELS * 40), 40);
        assertThat(Ridge.fit(gram, wide).predict(gram)).hasDimensions(MODELS, 40);
    }

    @Test
    void twoFitsAreEqual() {
        assertThat(Ridge.fit(gram, targets).predict(gram))
                .isDeepEqualTo(Ridge.fit(gram, targets).predict(gram));
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> Ridge.fit(gram, Arrays.copyOf(targets, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ridge: expected 3 or more training models with a target each, found 12 models and 4 targets");
        float[][] equal = new float[MODELS][WIDTH];
        assertThatThrownBy(() -> Ridge.fit(gram, equal))
                .hasMessage("ridge: expected targets that differ, found 12 equal ones");
        float[][] ragged = targets.clone();
        ragged[5] = new float[2];
        assertThatThrownBy(() -> Ridge.fit(gram, ragged))
                .hasMessage("ridge: expected targets of 3 numbers each, found 2 for model 5");
        float[][] infinite = targets.clone();
        infinite[1] = new float[] {0, Float.POSITIVE_INFINITY, 0};
        assertThatThrownBy(() -> Ridge.fit(gram, infinite))
                .hasMessage("ridge: expected finite targets, found Infinity for model 1");
        assertThatThrownBy(() -> Ridge.fit(gram, targets, 1, 0))
                .hasMessage("ridge: expected finite lambdas above 0, found [1.0, 0.0]");
        assertThatThrownBy(() -> Ridge.fit(new double[][] {{1, 0}, {0}}, targets))
                .hasMessage("ridge: expected [2, 2], found a row 1 of 1 numbers");
        double[][] crooked = products(features, features);
        crooked[3][1] += .01;
        assertThatThrownBy(() -> Ridge.fit(crooked, targets))
                .hasMessage("ridge: expected a symmetric matrix, found %s at [3, 1] and %s at [1, 3]"
                        .formatted(crooked[3][1], crooked[1][3]));
        assertThatThrownBy(() -> Ridge.fit(gram, targets, List.of("a", "b")))
                .hasMessage("ridge: expected 12 groups, one for each model, found 2");
        assertThatThrownBy(() -> Ridge.fit(gram, targets, Collections.nCopies(MODELS, "a")))
                .hasMessage("ridge: expected 2 or more groups of models, found 1");
        Ridge ridge = Ridge.fit(gram, targets);
        assertThatThrownBy(() -> ridge.predict(new double[][] {{1, 2}}))
                .hasMessage("ridge: expected products with the 12 training models, found 2 for model 0");
    }

    /** {@code mean + x (F'F + lambda I)^-1 F' (T - mean)} by elimination. */
    private static double[] primal(float[][] features, float[][] targets, double lambda, float[] x) {
        double[] mean = mean(targets);
        int width = mean.length;
        double[][] system = new double[FEATURES][FEATURES + width];
        for (int r = 0; r < FEATURES; r++) {
            system[r][r] = lambda;
            for (int i = 0; i < features.length; i++) {
                for (int c = 0; c < FEATURES; c++) {
                    system[r][c] += (double) features[i][r] * features[i][c];
                }
                for (int k = 0; k < width; k++) {
                    system[r][FEATURES + k] += features[i][r] * (targets[i][k] - mean[k]);
                }
            }
        }
        for (int p = 0; p < FEATURES; p++) {
            for (int r = 0; r < FEATURES; r++) {
                double factor = r == p ? 0 : system[r][p] / system[p][p];
                for (int c = 0; c < FEATURES + width; c++) {
                    system[r][c] -= factor * system[p][c];
                }
            }
        }
        double[] prediction = mean.clone();
        for (int k = 0; k < width; k++) {
            for (int r = 0; r < FEATURES; r++) {
                prediction[k] += x[r] * system[r][FEATURES + k] / system[r][r];
            }
        }
        return prediction;
    }

    private static double[] mean(float[][] rows) {
        double[] mean = new double[rows[0].length];
        for (float[] row : rows) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += (double) row[k] / rows.length;
            }
        }
        return mean;
    }

    private static double squaredError(double[] found, float[] expected) {
        double sum = 0;
        for (int k = 0; k < found.length; k++) {
            sum += (found[k] - expected[k]) * (found[k] - expected[k]);
        }
        return sum;
    }

    private static float[][] without(float[][] rows, int left) {
        return IntStream.range(0, rows.length)
                .filter(i -> i != left)
                .mapToObj(i -> rows[i])
                .toArray(float[][]::new);
    }

    private static double[][] products(float[][] a, float[][] b) {
        double[][] products = new double[a.length][b.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                for (int k = 0; k < a[i].length; k++) {
                    products[i][j] += (double) a[i][k] * b[j][k];
                }
            }
        }
        return products;
    }

    private static float[][] rows(float[] flat, int width) {
        float[][] rows = new float[flat.length / width][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }
}
