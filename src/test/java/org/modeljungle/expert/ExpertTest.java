package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.metrics.LabelAccuracy;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.ResidualGram;
import org.modeljungle.ridge.Ridge;
import org.modeljungle.ridge.ScalarRidge;
import org.modeljungle.store.ClassTarget;
import org.modeljungle.tensor.Torch;

/** Every expert on a made-up tree: a centre, plus a direction for each class that a model knows, plus noise. */
class ExpertTest {

    private static final int MODELS = 60;
    private static final int CLASSES = 6;
    private static final int ROWS = 5;
    private static final int COLS = 6;
    private static final WeightTask TASK = task(.3);
    private static final MetanetworkFit.Settings SHORT = MetanetworkFit.Settings.CLASSIFICATION
            .withEpochs(150)
            .withBatch(16)
            .withRate(1e-2)
            .withWeightDecay(0);

    static List<Expert> trained() {
        return List.of(
                RidgeExpert.layer("a"),
                RidgeExpert.allLayers(),
                new MultiKernelRidge(),
                new MetanetworkExpert("dense", "a", DenseNetwork.Settings.CLASSIFICATION, SHORT),
                new MetanetworkExpert("probex", "a", new ProbeX.Settings(16, 8, 16, true), SHORT),
                new MetanetworkExpert("probex-deep", "a", new ProbeX.Settings(16, 8, 16, true, 2, 2), SHORT),
                new MetanetworkExpert("mvprobe", "a", new MvProbe.Settings(8, 8, 16), SHORT));
    }

    @ParameterizedTest
    @MethodSource("trained")
    void readsTheClassesOfModelsItHasNotSeen(Expert expert) {
        Expert.Reader reader = expert.fit(TASK, new Seeds(1));
        assertThat(accuracy(reader)).as(expert.name()).isGreaterThan(.8);
        assertThat(reader.parameters()).isPositive();
        assertThat(reader.flops()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("trained")
    void theSameSeedReadsTheSame(Expert expert) {
        float[][] once = expert.fit(TASK, new Seeds(1)).outputs(TASK.select(TASK.test()));
        assertThat(expert.fit(TASK, new Seeds(1)).outputs(TASK.select(TASK.test())))
                .isDeepEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("trained")
    void aModelReadsTheSameAloneAsAmongOthers(Expert expert) {
        Expert.Reader reader = expert.fit(TASK, new Seeds(1));
        float[] among = reader.outputs(TASK.select(TASK.test()))[3];
        float[] alone = reader.outputs(TASK.select(TASK.test()[3]))[0];
        for (int k = 0; k < CLASSES; k++) {
            assertThat(alone[k]).isCloseTo(among[k], within(1e-4f));
        }
    }

    @ParameterizedTest
    @MethodSource("trained")
    void aStoppedTrainingThrows(Expert expert) {
        try (Progress progress = Progress.of("stopped", 1)) {
            progress.cancel();
            assertThatThrownBy(() -> expert.fit(TASK, new Seeds(1), progress))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("trained")
    void aMissingLayerIsNamed(Expert expert) {
        Expert.Reader reader = expert.fit(TASK, new Seeds(1));
        Map<String, LayerBank> other = Map.of("c", TASK.bank("a"));
        assertThatThrownBy(() -> reader.outputs(other)).hasMessageContaining("expected layer 'a', found [c]");
    }

    @ParameterizedTest
    @MethodSource("trained")
    void noArraysAreLeftBehind(Expert expert) {
        try (NDManager owner = Torch.scope()) {
            expert.fit(TASK, new Seeds(1)).outputs(TASK.banks());
            int before = owner.getParentManager().getManagedArrays().size();
            expert.fit(TASK, new Seeds(1)).outputs(TASK.banks());
            ScalarRidge.fit(TASK.select(0, 1, 2, 3), 1, 2, 3, 4).predict(TASK.banks());
            assertThat(owner.getParentManager().getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void theLinearReaderEqualsTheRidgeItComesFrom() {
        int[] everyone = IntStream.range(0, MODELS).toArray();
        ResidualGram mean = ResidualGram.mean(List.of(
                Gram.of(TASK.bank("a")).residual(TASK.train()),
                Gram.of(TASK.bank("b")).residual(TASK.train())));
        float[][] dual =
                Ridge.fit(mean.trainGram(), TASK.target().values(TASK.train())).predict(mean.crossGram(everyone));
        float[][] primal = RidgeExpert.allLayers().fit(TASK, new Seeds(0)).outputs(TASK.banks());
        for (int i = 0; i < MODELS; i++) {
            for (int k = 0; k < CLASSES; k++) {
                assertThat(primal[i][k]).isCloseTo(dual[i][k] - .5f, within(1e-3f));
            }
        }
    }

    @Test
    void blendingFindsTheLayerThatTells() {
        Map<String, LayerBank> banks = new LinkedHashMap<>(TASK.banks());
        banks.put("noise", new LayerBank("noise", new Dense(MODELS, 3, 4, new Seeds(5).normal(MODELS * 12))));
        WeightTask task = new WeightTask(banks, TASK.target(), TASK.train(), TASK.val(), TASK.test());
        LinearReader best = new MultiKernelRidge().fit(task, new Seeds(1));
        LinearReader even = RidgeExpert.allLayers().fit(task, new Seeds(1));
        assertThat(best.leaveOneOutError()).isLessThan(even.leaveOneOutError());
        assertThat(sumOfSquares(best.maps().get("noise").weights()))
                .isLessThan(.05 * sumOfSquares(best.maps().get("a").weights()));
    }

    @Test
    void shufflingKeepsTheSizesOfTheParts() {
        WeightTask shuffled = TASK.shuffled(new Seeds(1));
        assertThat(shuffled.train()).hasSameSizeAs(TASK.train()).isNotEqualTo(TASK.train());
        assertThat(shuffled.val()).hasSameSizeAs(TASK.val());
        assertThat(shuffled.test()).hasSameSizeAs(TASK.test());
        assertThat(shuffled.shuffled(new Seeds(2)).train()).isNotEqualTo(shuffled.train());
        assertThat(TASK.shuffled(new Seeds(1)).train()).isEqualTo(shuffled.train());
    }

    @Test
    void aCoinReadsHalfRight() {
        Expert.Reader coin = new RandomExpert().fit(TASK, new Seeds(3));
        double accuracy =
                LabelAccuracy.of(coin.outputs(TASK.banks()), TASK.target().all());
        assertThat(accuracy).isBetween(.4, .6);
        assertThat(coin.parameters()).isZero();
        assertThat(coin.flops()).isZero();
    }

    @Test
    void statisticsAreThoseOfANaiveLoop() {
        float[] weights = {4, -1, 3, 0, 2, 1}; // [2, 3]
        LayerBank bank = new LayerBank("w", new Dense(1, 2, 3, weights));
        float[][] found = StatNn.statistics(List.of("w"), Map.of("w", bank));
        assertThat(found[0]).containsExactly(new float[] {1.5f, 17.5f / 6, -1, .25f, 1.5f, 2.75f, 4}, within(1e-6f));
    }

    @Test
    void statNnReadsWhatStatisticsTell() {
        WeightTask spread = spreadTask();
        Expert.Reader reader = new StatNn(SHORT).fit(spread, new Seeds(1));
        assertThat(LabelAccuracy.of(
                        reader.outputs(spread.select(spread.test())),
                        spread.target().values(spread.test())))
                .isGreaterThan(.9);
    }

    @Test
    void parametersAndOperationsAreThoseOfThePapers() {
        Head labels = new Head.Labels(100);
        int side = 768;
        ProbeX probeX = new ProbeX(ProbeX.Settings.CLASSIFICATION, side, side, labels);
        // U and V, M with its bias, T with its bias
        long expected = 2L * 128 * side + 128 * 128 * 128 + 128 + 128 * 100 + 100;
        assertThat(probeX.layout().size()).isEqualTo((int) expected).isBetween(2_250_000, 2_350_000);
        assertThat(probeX.flops())
                .isEqualTo(2L * side * side * 128 + 2L * side * 128 * 128 + 2L * 128 * 128 * 128 + 2L * 128 * 100);
        assertThat(dense(side, side, 100).layout().size()).isEqualTo(58_982_500);
        assertThat(dense(2, 3, 4).flops()).isEqualTo(2 * 2 * 3 * 4);
        DenseNetwork encoding = new DenseNetwork.Settings(5).of(2, 3, new Head.Labels(4));
        assertThat(encoding.flops()).isEqualTo(2 * 2 * 3 * 5 + 2 * 5 * 4);
        MvProbe mvProbe = new MvProbe(MvProbe.Settings.PUBLISHED, side, side, labels);
        assertThat(mvProbe.layout().size()).isBetween(34_000_000, 35_000_000);
        MvProbe tiny = new MvProbe(new MvProbe.Settings(2, 3, 4), 5, 7, new Head.Labels(6));
        long products = 2L * 5 * 7 * 2 * 6; // one for each of the first two views, two for each of the others
        long projections = 2L * 2 * 3 * (5 + 7 + 5 + 7);
        assertThat(tiny.flops()).isEqualTo(products + projections + 2 * (4 * 2 * 3) * 4 + 2 * 4 * 6);
    }

    private static DenseNetwork dense(int rows, int cols, int labels) {
        return DenseNetwork.Settings.CLASSIFICATION.of(rows, cols, new Head.Labels(labels));
    }

    @Test
    void tasksAreChecked() {
        assertThatThrownBy(() -> new WeightTask(
                        TASK.banks(), ClassTarget.of(new float[3][2]), new int[] {0}, new int[] {1}, new int[] {2}))
                .hasMessage("weight task: expected 3 models in layer 'a', found 60");
        assertThatThrownBy(() ->
                        new WeightTask(TASK.banks(), TASK.target(), new int[] {0, 1}, new int[] {1}, new int[] {2}))
                .hasMessage("weight task: expected each model in one part, found model 1 twice");
        assertThatThrownBy(() -> TASK.bank("c"))
                .hasMessage("weight task: expected one of the layers [a, b], found 'c'");
    }

    /** Its error is a share of their spread. */
    @Test
    void aMultiKernelRidgeNeedsTargetsThatDiffer() {
        WeightTask same = TASK.withTarget(ClassTarget.of(new float[MODELS][2]));
        assertThatThrownBy(() -> new MultiKernelRidge().fit(same, new Seeds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("multi-kernel-ridge: expected targets that differ, found 40 equal ones");
    }

    @ParameterizedTest
    @MethodSource("trained")
    void withoutModelsToChooseByNetworksAreRefusedAndRidgesFitted(Expert expert) {
        WeightTask none = TASK.withParts(TASK.train(), new int[0], TASK.test());
        if (expert instanceof MetanetworkExpert) {
            assertThatThrownBy(() -> expert.fit(none, new Seeds(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "%s: expected models to choose the best epoch by, found none; withSizes(toChooseBy, toTestOn)"
                                    + " of the task or split(val, test, seeds) of the models sets some aside",
                            expert.name());
        } else {
            assertThat(accuracy(expert.fit(none, new Seeds(1)))).isGreaterThan(.8);
        }
    }

    @Test
    void statNnNeedsModelsToChooseByToo() {
        WeightTask none = TASK.withParts(TASK.train(), new int[0], TASK.test());
        assertThatThrownBy(() -> new StatNn(SHORT).fit(none, new Seeds(1)))
                .hasMessageStartingWith("statnn: expected models to choose the best epoch by, found none;");
    }

    /** Before the training, which may take hours. */
    @Test
    void withoutModelsToTestOnAnExperimentIsRefusedAtOnce(@TempDir Path folder) {
        WeightTask none = TASK.withParts(TASK.train(), TASK.val(), new int[0]);
        Experiment<Expert.Reader> experiment =
                Experiment.of("none", new Refusing().on(none)).in(folder);
        assertThatThrownBy(experiment::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "refusing: expected models to test on, found none; withSizes(toChooseBy, toTestOn) of the task"
                                + " or split(val, test, seeds) of the models sets some aside, and Experiment.train() needs none");
        assertThat(Experiment.of("ridge", RidgeExpert.layer("a").on(none)).train())
                .hasSize(1);
    }

    /** It must not be asked to train. */
    private record Refusing() implements Expert {
        @Override
        public String name() {
            return "refusing";
        }

        @Override
        public long steps(WeightTask task) {
            return 1;
        }

        @Override
        public Reader fit(WeightTask task, Seeds seeds, Progress progress) {
            throw new IllegalStateException("trained");
        }
    }

    /** A network reads many models in chunks, a notebook's stop button is an interrupt. */
    @Test
    void anInterruptStopsReading() {
        List<Expert.Reader> readers = List.of(
                new MetanetworkExpert("dense", "a", DenseNetwork.Settings.CLASSIFICATION, SHORT.withEpochs(1))
                        .fit(TASK, new Seeds(1)),
                new StatNn(SHORT.withEpochs(1)).fit(TASK, new Seeds(1)));
        Thread.currentThread().interrupt();
        try {
            for (Expert.Reader reader : readers) {
                assertThatThrownBy(() -> reader.outputs(TASK.banks()))
                        .isInstanceOf(CancellationException.class)
                        .hasMessageStartingWith("stopped: ");
            }
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static double sumOfSquares(float[] numbers) {
        double sum = 0;
        for (float number : numbers) {
            sum += number * number;
        }
        return sum;
    }

    private static double accuracy(Expert.Reader reader) {
        return LabelAccuracy.of(
                reader.outputs(TASK.select(TASK.test())), TASK.target().values(TASK.test()));
    }

    private static WeightTask task(double noise) {
        Seeds seeds = new Seeds(11);
        float[][] labels = labels(seeds);
        Map<String, LayerBank> banks = new LinkedHashMap<>();
        for (String layer : List.of("a", "b")) {
            int size = ROWS * COLS;
            float[] centre = seeds.split("centre").split(layer).normal(size);
            float[] values = seeds.split("noise").split(layer).normal(MODELS * size);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (noise * values[i]) + centre[i % size];
            }
            for (int k = 0; k < CLASSES; k++) {
                float[] direction = seeds.split(layer, k).normal(size);
                for (int i = 0; i < values.length; i++) {
                    values[i] += labels[i / size][k] * direction[i % size];
                }
            }
            banks.put(layer, new LayerBank(layer, new Dense(MODELS, ROWS, COLS, values)));
        }
        return split(banks, labels);
    }

    /** One label, which tells how widely a model's weights are spread. */
    private static WeightTask spreadTask() {
        Seeds seeds = new Seeds(12);
        float[][] labels = new float[MODELS][];
        float[] values = seeds.normal(MODELS * ROWS * COLS);
        UniformRandomProvider random = seeds.split("labels").random();
        for (int i = 0; i < MODELS; i++) {
            labels[i] = new float[] {random.nextInt(2)};
            for (int j = 0; j < ROWS * COLS; j++) {
                values[i * ROWS * COLS + j] *= 1 + 2 * labels[i][0];
            }
        }
        return split(Map.of("a", new LayerBank("a", new Dense(MODELS, ROWS, COLS, values))), labels);
    }

    private static float[][] labels(Seeds seeds) {
        float[][] labels = new float[MODELS][CLASSES];
        for (int i = 0; i < MODELS; i++) {
            int[] order = seeds.split("classes", i).permutation(CLASSES);
            for (int k = 0; k < CLASSES / 2; k++) {
                labels[i][order[k]] = 1;
            }
        }
        return labels;
    }

    private static WeightTask split(Map<String, LayerBank> banks, float[][] labels) {
        return new WeightTask(
                banks,
                ClassTarget.of(labels),
                IntStream.range(0, 40).toArray(),
                IntStream.range(40, 48).toArray(),
                IntStream.range(48, MODELS).toArray());
    }
}
