package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.experiment.Setting;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.ScalarRidge;
import org.modeljungle.store.ClassTarget;
import org.modeljungle.store.NumberTarget;

/** Models lean in a direction as far as their first number says; their second number is all the same in the test. */
class ScalarRidgeExpertTest {

    private static final int MODELS = 40;
    private static final int[] TRAIN = IntStream.range(0, 28).toArray();
    private static final int[] VAL = IntStream.range(28, 32).toArray();
    private static final int[] TEST = IntStream.range(32, MODELS).toArray();
    private static final float[][] NUMBERS = new float[MODELS][2];
    private static final WeightTask TASK = task();

    @TempDir
    Path folder;

    private static WeightTask task() {
        Seeds seeds = new Seeds(4);
        float[] leaning = seeds.split("leaning").normal(12);
        float[] values = seeds.split("noise").normal(MODELS * 12);
        float[] first = seeds.split("numbers").normal(MODELS);
        for (int i = 0; i < MODELS; i++) {
            NUMBERS[i] = new float[] {first[i], i < 32 ? i % 2 : 3};
            for (int k = 0; k < 12; k++) {
                values[i * 12 + k] = .1f * values[i * 12 + k] + first[i] * leaning[k];
            }
        }
        Map<String, LayerBank> banks = Map.of("a", new LayerBank("a", new Dense(MODELS, 3, 4, values)));
        return new WeightTask(banks, new NumberTarget(List.of("skill", "steps"), NUMBERS), TRAIN, VAL, TEST);
    }

    @Test
    void readsEachNumberAsAScalarRidgeDoes() {
        Expert.Reader reader = new ScalarRidgeExpert().fit(TASK, new Seeds(1));
        double[] skill = IntStream.of(TRAIN).mapToDouble(i -> NUMBERS[i][0]).toArray();
        ScalarRidge alone = ScalarRidge.fit(TASK.select(TRAIN), skill);
        float[][] outputs = reader.outputs(TASK.select(TEST));
        double[] expected = alone.predict(TASK.select(TEST));
        for (int i = 0; i < TEST.length; i++) {
            assertThat(outputs[i]).hasSize(2);
            assertThat(outputs[i][0]).isEqualTo((float) expected[i]);
        }
        assertThat(reader.layersRead()).containsExactly("a");
        assertThat(reader.parameters()).isGreaterThanOrEqualTo(alone.parameters() + 1);
        assertThat(alone.flops()).isPositive();
        assertThat(reader.flops()).isGreaterThan(alone.flops());
    }

    @Test
    void takesPartInExperimentsAlsoWhereTheTestHasNoOrder() {
        Experiment<Expert.Reader> both = Experiment.of(
                        "numbers",
                        s -> new ScalarRidgeExpert()
                                .on(TASK.withTarget(new NumberTarget(List.of("number"), column(s.integer("number"))))))
                .vary("number", 0, 1)
                .in(folder);
        Outcomes outcomes = both.run();
        assertThat(outcomes.where("number", 0).mean()).isGreaterThan(.7);
        assertThat(outcomes.where("number", 0).first().outcome().measures()).hasSize(2);
        assertThat(outcomes.where("number", 1).mean()).isZero();
        assertThat(outcomes.where("number", 1).first().outcome().measures()).hasSize(1);
        assertThat(both.run()).asString().isEqualTo("2 trials: 2 found, 0 trained");
    }

    @Test
    void theFirstRepeatHasTheModelsOwnSplitTheOthersTheirOwn() {
        List<WeightTask> splits = IntStream.range(0, 3)
                .mapToObj(repeat -> TASK.split(new Setting(Map.of(), repeat, new Seeds(7).split("repeat", repeat))))
                .toList();
        assertThat(splits.get(0)).isSameAs(TASK);
        assertThat(splits.get(1).train()).hasSameSizeAs(TRAIN).isNotEqualTo(TRAIN);
        assertThat(splits.get(2).test())
                .hasSameSizeAs(TEST)
                .isNotEqualTo(splits.get(1).test());
    }

    @Test
    void allModelsMayBeThereToLearnFrom() {
        WeightTask everything = TASK.withParts(IntStream.range(0, MODELS).toArray(), new int[0], new int[0]);
        Expert.Reader reader = new ScalarRidgeExpert().fit(everything, new Seeds(1));
        assertThat(everything.target().score(reader.outputs(everything.banks()), everything.train()))
                .isGreaterThan(.3);
        assertThatThrownBy(() -> TASK.withParts(TRAIN, new int[0], new int[] {MODELS}))
                .hasMessage("weight task: models to choose by or to test on: expected indices from 0 to 39, found 40");
    }

    @Test
    void refusesWhatIsNoNumber() {
        WeightTask classes = TASK.withTarget(new ClassTarget(List.of("red"), new float[MODELS][1]));
        assertThatThrownBy(() -> new ScalarRidgeExpert().fit(classes, new Seeds(1)))
                .hasMessageStartingWith("scalar-ridge: expected numbers to read, found ")
                .hasMessageEndingWith("; numberTarget(...) of Models makes them");
    }

    private static float[][] column(int k) {
        float[][] column = new float[MODELS][];
        for (int i = 0; i < MODELS; i++) {
            column[i] = new float[] {NUMBERS[i][k]};
        }
        return column;
    }
}
