package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.Residuals;
import org.modeljungle.ridge.ScalarRidge;
import org.modeljungle.store.ClassTarget;
import org.modeljungle.tensor.Torch;

/** What a ridge's reader says of weights that have no residual. */
class ResidualsTest {

    private static final Seeds SEEDS = new Seeds(51);

    private final LayerBank bank =
            new LayerBank("a", Banks.dense(SEEDS, 9, 2, 3).matrices());

    @Test
    void aModelAtTheCentreIsRefusedAndNotReadAsKnowingNothing() {
        WeightTask task = new WeightTask(
                Map.of("a", bank),
                ClassTarget.of(labels()),
                IntStream.range(0, 7).toArray(),
                new int[] {7},
                new int[] {8});
        Expert.Reader reader = RidgeExpert.layer("a").fit(task, SEEDS);
        LayerBank centre = of(Residuals.centre(bank.select(task.train())));
        assertThatThrownBy(() -> reader.outputs(Map.of("a", centre)))
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
    void anExpertOnResidualsSeesDifferencesFromTheTrainingModelsMean() {
        int[] train = IntStream.range(0, 6).toArray();
        WeightTask task =
                new WeightTask(Map.of("a", bank), ClassTarget.of(labels()), train, new int[] {6}, new int[] {7, 8});
        Seen seen = new Seen();
        OnResiduals expert = new OnResiduals(seen);
        Expert.Reader reader = expert.fit(task, SEEDS);
        assertThat(expert.name()).isEqualTo("seen-residual");
        float[] centre = Residuals.centre(bank.select(train));
        double square = 0;
        for (int i : train) {
            for (int k = 0; k < 6; k++) {
                square += Math.pow(bank.matrix(i)[k] - centre[k], 2) / 36;
            }
        }
        LayerBank learnt = seen.tasks.get(0).bank("a");
        for (int i = 0; i < 9; i++) {
            for (int k = 0; k < 6; k++) {
                float expected = (float) ((bank.matrix(i)[k] - centre[k]) / Math.sqrt(square));
                assertThat(learnt.matrix(i)[k]).isCloseTo(expected, within(1e-5f));
            }
        }
        assertThat(reader.outputs(task.select(8))[0]).isEqualTo(learnt.matrix(8)); // new models likewise
    }

    /** Java subtracts and divides as the engine does: what is in memory and what is on disk have the same bits. */
    @Test
    void differencesHaveTheBitsOfTheEngines() {
        int models = 12;
        LayerBank many = new LayerBank(
                "a", Banks.dense(SEEDS.split("many"), models, 17, 19).matrices());
        int[] train = IntStream.range(0, 8).toArray();
        float[][] labels = new float[models][1];
        labels[1][0] = 1;
        Seen seen = new Seen();
        new OnResiduals(seen)
                .fit(
                        new WeightTask(Map.of("a", many), ClassTarget.of(labels), train, new int[] {8}, new int[] {9}),
                        SEEDS);
        float[] centre = Residuals.centre(many.select(train));
        try (NDManager scope = Torch.scope()) {
            float spread = Residuals.of(scope, "test", many.select(train), centre)
                    .square()
                    .mean()
                    .sqrt()
                    .getFloat();
            float[] expected =
                    Torch.floats(Residuals.of(scope, "test", many, centre).div(scope.create(spread)));
            assertThat(((Dense) seen.tasks.get(0).bank("a").matrices()).values())
                    .isEqualTo(expected);
        }
    }

    /** Its differences are those of what it reads; in a file, the tensors of both would have the same names. */
    @Test
    void residualsOfResidualsAreRefused() {
        OnResiduals once = new OnResiduals(RidgeExpert.layer("a"));
        assertThatThrownBy(() -> new OnResiduals(once))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ridge-layer-residual: expected an expert that reads weights as they are, found one on"
                        + " residuals already");
    }

    /** Keeps what it is given, and reads matrices as they are. */
    private static final class Seen implements Expert {
        private final List<WeightTask> tasks = new ArrayList<>();

        @Override
        public String name() {
            return "seen";
        }

        @Override
        public long steps(WeightTask task) {
            return 1;
        }

        @Override
        public Reader fit(WeightTask task, Seeds seeds, Progress progress) {
            tasks.add(task);
            progress.step();
            return new Reader() {
                @Override
                public float[][] outputs(Map<String, LayerBank> models) {
                    LayerBank bank = models.get("a");
                    return IntStream.range(0, bank.models())
                            .mapToObj(bank::matrix)
                            .toArray(float[][]::new);
                }

                @Override
                public List<String> layersRead() {
                    return List.of("a");
                }

                @Override
                public long parameters() {
                    return 0;
                }

                @Override
                public long flops() {
                    return 0;
                }
            };
        }
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
