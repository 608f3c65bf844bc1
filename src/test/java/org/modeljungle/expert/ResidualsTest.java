package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;

/** What a ridge's reader says of weights that have no residual. */
class ResidualsTest {

    private static final Seeds SEEDS = new Seeds(51);

    private final LayerBank bank =
            new LayerBank("a", Banks.dense(SEEDS, 9, 2, 3).matrices());

    @Test
    void aModelAtTheCentreIsRefusedAndNotReadAsKnowingNothing() {
        WeightTask task = new WeightTask(
                Map.of("a", bank), labels(), IntStream.range(0, 7).toArray(), new int[] {7}, new int[] {8});
        Expert.Reader reader = RidgeExpert.layer("a").fit(task, SEEDS);
        LayerBank centre = of(Residuals.centre(bank.select(task.train())));
        assertThatThrownBy(() -> reader.logits(Map.of("a", centre)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ridge-layer: expected finite weights that differ from the training models' mean, found model 0"
                                + " of layer 'a' at a distance of 0.0");
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() {
        double[] numbers = SEEDS.split("numbers").random().doubles(9).toArray();
        ScalarRidge ridge = ScalarRidge.fit(Map.of("a", bank), numbers);
        assertThatThrownBy(() -> ridge.predict(Map.of("a", of(1, 2, Float.NaN, 4, 5, 6))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "scalar ridge: expected finite weights that differ from the training models' mean, found model 0"
                                + " of layer 'a' at a distance of NaN");
    }

    @Test
    void theCentreIsTheMean() {
        float[] centre = Residuals.centre(bank);
        for (int k = 0; k < centre.length; k++) {
            double mean = 0;
            for (int i = 0; i < 9; i++) {
                mean += bank.matrix(i)[k] / 9.0;
            }
            assertThat(centre[k]).isCloseTo((float) mean, within(1e-6f));
        }
    }

    @Test
    void aTaskOfResidualsIsCentredAndScaledByWhatIsLearntFrom() {
        int[] train = IntStream.range(0, 6).toArray();
        WeightTask task = new WeightTask(Map.of("a", bank), labels(), train, new int[] {6}, new int[] {7, 8});
        LayerBank residuals = task.residuals().bank("a");
        double square = 0;
        double factor = (residuals.matrix(8)[2] - residuals.matrix(7)[2]) / (bank.matrix(8)[2] - bank.matrix(7)[2]);
        for (int k = 0; k < 6; k++) {
            double mean = 0;
            for (int i : train) {
                mean += residuals.matrix(i)[k] / 6.0;
                square += residuals.matrix(i)[k] * residuals.matrix(i)[k] / 36.0;
            }
            assertThat(mean).isCloseTo(0, within(1e-6));
            assertThat(residuals.matrix(8)[k] - residuals.matrix(7)[k])
                    .isCloseTo((float) (factor * (bank.matrix(8)[k] - bank.matrix(7)[k])), within(1e-4f));
        }
        assertThat(square).isCloseTo(1, within(1e-5));
        assertThat(task.residuals().labels()).isEqualTo(task.labels());
    }

    private static LayerBank of(float... values) {
        return new LayerBank("a", new Dense(1, 2, 3, values));
    }

    private static float[][] labels() {
        float[][] labels = new float[9][1];
        for (int i = 0; i < 9; i += 2) {
            labels[i][0] = 1;
        }
        return labels;
    }
}
