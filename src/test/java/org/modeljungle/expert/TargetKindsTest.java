package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.store.LabelTarget;
import org.modeljungle.store.NumberTarget;
import org.modeljungle.store.Target;

/** Every expert on one label and on numbers: a centre, plus directions that tell them, plus noise. */
class TargetKindsTest {

    private static final int MODELS = 90;
    private static final int LABELS = 3;
    private static final int ROWS = 5;
    private static final int COLS = 6;
    private static final Seeds SEEDS = new Seeds(71);
    private static final MetanetworkFit.Settings SHORT =
            MetanetworkFit.Settings.CLASSIFICATION.withEpochs(120).withBatch(16).withRate(1e-2);

    static List<Expert> experts() {
        MetanetworkExpert dense = new MetanetworkExpert("dense", "a", DenseNetwork.Settings.CLASSIFICATION, SHORT);
        return List.of(
                RidgeExpert.layer("a"),
                RidgeExpert.allLayers(),
                new MultiKernelRidge(),
                dense,
                new OnResiduals(dense),
                new MetanetworkExpert("probex", "a", new ProbeX.Settings(16, 8, 16, true), SHORT),
                new MetanetworkExpert("mvprobe", "a", new MvProbe.Settings(8, 8, 16), SHORT));
    }

    @ParameterizedTest
    @MethodSource("experts")
    void oneLabelIsRead(Expert expert) {
        int[] labels = IntStream.range(0, MODELS).map(i -> i % LABELS).toArray();
        float[][] parts = new float[MODELS][LABELS];
        IntStream.range(0, MODELS).forEach(i -> parts[i][labels[i]] = 1);
        WeightTask task = task(new LabelTarget(List.of("oak", "elm", "ash"), labels), parts);
        assertThat(score(expert, task)).as(expert.name()).isGreaterThan(.8);
        assertThat(task.target().chance(task.test())).isLessThan(.5);
    }

    @ParameterizedTest
    @MethodSource("experts")
    void numbersAreReadInTheirUnits(Expert expert) {
        float[][] parts = new float[MODELS][];
        Arrays.setAll(parts, i -> SEEDS.split("number", i).normal(2));
        float[][] numbers = new float[MODELS][];
        Arrays.setAll(numbers, i -> new float[] {parts[i][0] / 100, 5000 + 1000 * parts[i][1]});
        WeightTask task = task(new NumberTarget(List.of("rate", "steps"), numbers), parts);
        Map<String, Double> measures =
                task.target().measures(expert.fit(task, new Seeds(1)).outputs(task.select(task.test())), task.test());
        assertThat(measures.get(Target.KENDALL_TAU)).as(expert.name()).isGreaterThan(.5);
        assertThat(measures.get(Target.R2)).as(expert.name()).isGreaterThan(.4);
    }

    /** A target of one's own may give the very rows that it keeps. */
    @Test
    void whatATargetKeepsIsNotChanged() {
        float[][] numbers = new float[MODELS][];
        Arrays.setAll(numbers, i -> new float[] {5000 + i});
        NumberTarget target = new NumberTarget(List.of("steps"), numbers);
        WeightTask task = task(target, numbers);
        Kept kept = new Kept(target, target.values(task.train()));
        RidgeTarget wanted = RidgeTarget.of(task.withTarget(kept));
        assertThat(wanted.values()[0][0]).isBetween(-3f, 0f);
        assertThat(kept.rows()).isDeepEqualTo(target.values(task.train()));
    }

    /** Like another target, but that it gives away its rows. */
    private record Kept(NumberTarget target, float[][] rows) implements Target {
        @Override
        public Kind kind() {
            return target.kind();
        }

        @Override
        public int models() {
            return target.models();
        }

        @Override
        public List<String> names() {
            return target.names();
        }

        @Override
        public float[][] values(int... models) {
            return rows;
        }

        @Override
        public Target select(int... models) {
            return target.select(models);
        }

        @Override
        public Map<String, Double> measures(float[][] outputs, int... models) {
            return target.measures(outputs, models);
        }

        @Override
        public String mainMeasure() {
            return target.mainMeasure();
        }

        @Override
        public double score(float[][] outputs, int... models) {
            return target.score(outputs, models);
        }

        @Override
        public List<Double> scores(float[][] outputs, int... models) {
            return target.scores(outputs, models);
        }

        @Override
        public Map<String, Double> chances(int... models) {
            return target.chances(models);
        }
    }

    @Test
    void statNnReadsOneLabelAndNumbersOffTheSpread() {
        StatNn statNn = new StatNn(SHORT);
        int[] labels = IntStream.range(0, MODELS).map(i -> i % LABELS).toArray();
        float[][] numbers = new float[MODELS][];
        Arrays.setAll(numbers, i -> new float[] {100 * labels[i]});
        Map<String, LayerBank> banks = Map.of("a", spread(labels));
        assertThat(score(statNn, split(banks, new LabelTarget(List.of("1", "2", "3"), labels))))
                .isGreaterThan(.8);
        assertThat(score(statNn, split(banks, new NumberTarget(List.of("spread"), numbers))))
                .isGreaterThan(.6);
    }

    @Test
    void guessesComeFromTheTrainingModels() {
        float[][] numbers = new float[MODELS][];
        Arrays.setAll(numbers, i -> new float[] {i});
        WeightTask task = task(new NumberTarget(List.of("number"), numbers), new float[MODELS][0]);
        float[][] guesses = new RandomExpert().fit(task, new Seeds(2)).outputs(task.select(task.test()));
        assertThat(guesses).hasNumberOfRows(task.test().length);
        for (float[] guess : guesses) {
            assertThat(guess[0]).isBetween(0f, task.train().length - 1f);
        }
    }

    private static double score(Expert expert, WeightTask task) {
        return task.target().score(expert.fit(task, new Seeds(1)).outputs(task.select(task.test())), task.test());
    }

    /** Two layers: a centre, noise, and a direction for each number of {@code parts} // [models, directions] */
    private static WeightTask task(Target target, float[][] parts) {
        Map<String, LayerBank> banks = new LinkedHashMap<>();
        for (String layer : List.of("a", "b")) {
            int size = ROWS * COLS;
            float[] centre = SEEDS.split("centre").split(layer).normal(size);
            float[] values = SEEDS.split("noise").split(layer).normal(MODELS * size);
            for (int i = 0; i < values.length; i++) {
                values[i] = .2f * values[i] + centre[i % size];
            }
            for (int k = 0; k < parts[0].length; k++) {
                float[] direction = SEEDS.split(layer, k).normal(size);
                for (int i = 0; i < values.length; i++) {
                    values[i] += parts[i / size][k] * direction[i % size];
                }
            }
            banks.put(layer, new LayerBank(layer, new Dense(MODELS, ROWS, COLS, values)));
        }
        return split(banks, target);
    }

    private static LayerBank spread(int... labels) {
        float[] values = SEEDS.split("spread").normal(MODELS * ROWS * COLS);
        for (int i = 0; i < values.length; i++) {
            values[i] *= 1 + 2 * labels[i / (ROWS * COLS)];
        }
        return new LayerBank("a", new Dense(MODELS, ROWS, COLS, values));
    }

    private static WeightTask split(Map<String, LayerBank> banks, Target target) {
        return new WeightTask(
                banks,
                target,
                IntStream.range(0, 60).toArray(),
                IntStream.range(60, 72).toArray(),
                IntStream.range(72, MODELS).toArray());
    }
}
