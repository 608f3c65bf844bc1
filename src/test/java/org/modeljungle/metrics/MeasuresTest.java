package org.modeljungle.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;

/** Measures against plain loops, commons-math and numbers worked out by hand. */
class MeasuresTest {

    private final UniformRandomProvider random = new Seeds(5).random();

    @Test
    void averagePrecisionIsThePrecisionAtEachPositive() {
        for (int trial = 0; trial < 50; trial++) {
            double[] scores = random.doubles(20).toArray();
            boolean[] truth = new boolean[20];
            for (int i = 0; i < 20; i++) {
                truth[i] = i == 0 || random.nextBoolean();
            }
            double sum = 0;
            int positives = 0;
            for (int i = 0; i < 20; i++) {
                if (truth[i]) {
                    positives++;
                    int above = 0;
                    int right = 0;
                    for (int j = 0; j < 20; j++) {
                        above += scores[j] >= scores[i] ? 1 : 0;
                        right += scores[j] >= scores[i] && truth[j] ? 1 : 0;
                    }
                    sum += (double) right / above;
                }
            }
            assertThat(AveragePrecision.of(scores, truth)).isCloseTo(sum / positives, within(1e-12));
        }
        boolean[] rare = {true, false, false, false};
        assertThat(AveragePrecision.of(new double[4], rare)).as("guessing").isEqualTo(.25);
        // scikit-learn's example: 0.83
        assertThat(AveragePrecision.of(new double[] {.1, .4, .35, .8}, new boolean[] {false, false, true, true}))
                .isCloseTo(5 / 6.0, within(1e-12));
        assertThatThrownBy(() -> AveragePrecision.of(new double[2], new boolean[2]))
                .hasMessage("average precision: expected positives, found none of 2");
    }

    @Test
    void answersAreCounted() {
        Confusion confusion = Confusion.of(
                new boolean[] {true, true, true, false, false, false, false},
                new boolean[] {true, true, false, true, false, false, false});
        assertThat(confusion).isEqualTo(new Confusion(2, 1, 1, 3));
        assertThat(confusion.accuracy()).isEqualTo(5 / 7.0);
        assertThat(confusion.balancedAccuracy()).isCloseTo((2 / 3.0 + 3 / 4.0) / 2, within(1e-12));
        assertThat(confusion.f1()).isCloseTo(2 / 3.0, within(1e-12)); // precision and recall are 2/3
        Confusion careful = new Confusion(1, 0, 3, 4);
        assertThat(careful.precision()).isEqualTo(1);
        assertThat(careful.recall()).isEqualTo(.25);
        assertThat(new Confusion(0, 0, 0, 2).precision()).isNaN();
        assertThat(new Confusion(0, 0, 0, 2).recall()).isNaN();
        assertThatThrownBy(() -> Confusion.of(new boolean[0], new boolean[0]))
                .hasMessage("confusion: expected 1 answer or more, one for each truth, found 0 for 0");
    }

    @Test
    void oneOfSeveralClassesIsTold() {
        int[] truth = {0, 0, 0, 0, 1, 2};
        int[] answers = {0, 0, 0, 1, 1, 0};
        assertThat(ClassAccuracy.of(answers, truth)).isEqualTo(4 / 6.0);
        assertThat(ClassAccuracy.balanced(answers, truth)).isCloseTo((.75 + 1 + 0) / 3, within(1e-12));
        assertThat(ClassAccuracy.largest(1, 3, 3, 2)).isEqualTo(1);
        assertThatThrownBy(() -> ClassAccuracy.of(answers, new int[5]))
                .hasMessage("class accuracy: expected 1 answer or more, one for each truth, found 6 for 5");
    }

    @Test
    void theExplainedShareOfARegressionIsCommonsMaths() {
        SimpleRegression regression = new SimpleRegression();
        double[] x = random.doubles(30).toArray();
        double[] y = random.doubles(30).toArray();
        for (int i = 0; i < 30; i++) {
            regression.addData(x[i], y[i]);
        }
        double[] predicted = new double[30];
        for (int i = 0; i < 30; i++) {
            predicted[i] = regression.predict(x[i]);
        }
        assertThat(Explained.of(predicted, y)).isCloseTo(regression.getRSquare(), within(1e-12));
        assertThatThrownBy(() -> Explained.of(new double[2], new double[2]))
                .hasMessage("R squared: expected numbers that differ, found 2 equal ones; there is nothing to explain");
        double[] equal = {.1, .1, .1}; // whose mean, in doubles, is another number
        assertThatThrownBy(() -> Explained.of(new double[3], equal))
                .hasMessage("R squared: expected numbers that differ, found 3 equal ones; there is nothing to explain");
    }

    @Test
    void theAreaUnderTheRocCurveIsTheShareOfPairsInOrder() {
        assertThat(RocAuc.of(new double[] {3, 1}, new double[] {2, 0})).isEqualTo(.75);
        assertThat(RocAuc.of(new double[] {1}, new double[] {1})).isEqualTo(.5);
        assertThat(RocAuc.of(new double[] {0.0}, new double[] {-0.0}))
                .as("zero and minus zero are equal")
                .isEqualTo(.5);
        assertThatThrownBy(() -> RocAuc.of(new double[] {Double.NaN}, new double[] {1}))
                .hasMessage("AUC: expected scores, found NaN");
        assertThatThrownBy(() -> RocAuc.of(new double[0], new double[] {1}))
                .hasMessage("AUC: expected positives and negatives, found 0 and 1");
    }
}
