package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metrics.LabelAccuracy;
import org.modeljungle.store.ClassTarget;

/** Ridges that may whiten residuals before their cosines. */
class WhitenedRidgeTest {

    private static final Seeds SEEDS = new Seeds(41);
    private static final int MODELS = 60;
    private static final int CLASSES = 4;
    private static final int SIZE = 6;

    /** What tells the classes is weak, and lies where the loud columns are not. */
    private final WeightTask quiet = task(12);

    /** What tells the classes is all there is, in one direction of rows and columns each: whitening only adds noise. */
    private final WeightTask plain = task(0);

    @Test
    void whiteningHelpsWhereLoudDirectionsSayNothing() {
        LinearReader without = RidgeExpert.layer("a").fit(quiet, SEEDS);
        LinearReader with = RidgeExpert.layer("a").whitened().fit(quiet, SEEDS);
        assertThat(without.power()).isZero();
        assertThat(with.power()).isEqualTo(.25);
        assertThat(with.leaveOneOutError()).isLessThan(without.leaveOneOutError());
        assertThat(accuracy(with)).isGreaterThan(accuracy(without));
        LinearReader blended = new MultiKernelRidge().fit(quiet, SEEDS);
        assertThat(blended.power()).isEqualTo(.25);
        assertThat(blended.leaveOneOutError())
                .isLessThan(
                        new MultiKernelRidge().unwhitened().fit(quiet, SEEDS).leaveOneOutError());
    }

    @Test
    void thePowerWithTheSmallestLeaveOneOutErrorIsTaken() {
        for (WeightTask task : List.of(quiet, plain)) {
            double[] errors = new double[3];
            Double[] powers = {0.0, .25, .5};
            Arrays.setAll(
                    errors,
                    i -> RidgeExpert.layer("a")
                            .withPowers(powers[i])
                            .fit(task, SEEDS)
                            .leaveOneOutError());
            int smallest = IntStream.range(0, 3)
                    .reduce((i, j) -> errors[j] < errors[i] ? j : i)
                    .getAsInt();
            LinearReader chosen = RidgeExpert.layer("a").withPowers(powers).fit(task, SEEDS);
            assertThat(chosen.power()).isEqualTo(powers[smallest]);
            assertThat(chosen.leaveOneOutError()).isEqualTo(errors[smallest]);
        }
    }

    @Test
    void laterModelsAreWhitenedLikeTheTrainingModels() {
        LinearReader reader = RidgeExpert.layer("a").withPowers(.25).fit(quiet, SEEDS);
        float[][] all = reader.outputs(quiet.banks());
        float[][] some = reader.outputs(quiet.select(quiet.test()));
        for (int i = 0; i < some.length; i++) {
            assertThat(some[i]).containsExactly(all[quiet.test()[i]], within(1e-4f));
        }
        assertThat(reader.flops()).isEqualTo(2L * SIZE * SIZE * CLASSES + 2 * 2L * SIZE * SIZE * SIZE);
    }

    @Test
    void namesTellThemApartAndTheirTextTellsAll() {
        assertThat(RidgeExpert.allLayers().whitened().name()).isEqualTo("ridge-all-whitened");
        MultiKernelRidge ridge = new MultiKernelRidge();
        assertThat(ridge.unwhitened().name()).isEqualTo("multi-kernel-ridge-unwhitened");
        assertThat(ridge.settings().toString()).contains("0.25");
        assertThat(ridge.steps(quiet)).isEqualTo(2 * ridge.unwhitened().steps(quiet));
        assertThatThrownBy(() -> RidgeExpert.layer("a").withPowers())
                .hasMessage("ridge-layer: expected 1 power or more, found none; 0 stands for no whitening");
    }

    private double accuracy(LinearReader reader) {
        return LabelAccuracy.of(
                reader.outputs(quiet.select(quiet.test())), quiet.target().values(quiet.test()));
    }

    private static WeightTask task(double loud) {
        float[] noise = SEEDS.split("noise").normal(MODELS * SIZE * SIZE);
        float[] coins = SEEDS.split("labels").normal(MODELS * CLASSES);
        float[][] labels = new float[MODELS][CLASSES];
        for (int i = 0; i < MODELS; i++) {
            for (int row = 0; row < SIZE; row++) {
                noise[i * SIZE * SIZE + row * SIZE] *= (float) (1 + loud); // the first column
            }
            for (int k = 0; k < CLASSES; k++) {
                labels[i][k] = coins[i * CLASSES + k] > 0 ? 1 : 0;
                for (int row = 0; row < SIZE; row++) {
                    noise[i * SIZE * SIZE + row * SIZE + 1 + k] += labels[i][k] * 1.5f;
                }
            }
        }
        Map<String, LayerBank> banks = new LinkedHashMap<>();
        banks.put("a", new LayerBank("a", new Dense(MODELS, SIZE, SIZE, noise)));
        int[] train = IntStream.range(0, 40).toArray();
        return new WeightTask(
                banks,
                ClassTarget.of(labels),
                train,
                IntStream.range(40, 45).toArray(),
                IntStream.range(45, MODELS).toArray());
    }
}
