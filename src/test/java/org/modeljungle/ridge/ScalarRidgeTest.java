package org.modeljungle.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metrics.KendallTau;
import org.modeljungle.metrics.RegressionScores;

class ScalarRidgeTest {

    private static final Seeds SEEDS = new Seeds(21);
    private static final int MODELS = 50;
    private static final int TRAIN = 36;
    private static final int SIZE = 12;

    private final double[] skill = normal("skill");
    private final double[] speed = normal("speed");
    private final Map<String, LayerBank> all = models();
    private final Map<String, LayerBank> train = part(0, TRAIN);
    private final Map<String, LayerBank> test = part(TRAIN, MODELS);

    @Test
    void readsWhatDirectionsTellAndWhatSizesTell() {
        Map<String, ScalarRidge> ridges =
                ScalarRidge.fitAll(train, Map.of("skill", first(skill), "speed", first(speed)));
        assertThat(ridges.get("skill").view()).isEqualTo(ScalarRidge.View.DIRECTIONS);
        assertThat(ridges.get("speed").view()).isNotEqualTo(ScalarRidge.View.DIRECTIONS);
        assertThat(scores(ridges.get("skill"), skill).kendallTau()).isGreaterThan(.7);
        assertThat(scores(ridges.get("speed"), speed).kendallTau()).isGreaterThan(.9);
        assertThat(scores(ridges.get("speed"), speed).explained()).isGreaterThan(.9);
        assertThat(ridges.get("speed"))
                .asString()
                .matches("scalar ridge of (SIZES|BOTH), lambda [0-9.e+-]+, leave-one-out error 0\\.0\\d\\d");
    }

    @Test
    void oneNumberEqualsSeveral() {
        ScalarRidge several = ScalarRidge.fitAll(train, Map.of("a", first(skill), "b", first(speed)))
                .get("b");
        ScalarRidge one = ScalarRidge.fit(train, first(speed));
        assertThat(one.predict(test)).isEqualTo(several.predict(test));
        assertThat(one.lambda()).isEqualTo(several.lambda());
        assertThat(ScalarRidge.fit(train, first(speed)).predict(test)).isEqualTo(one.predict(test));
    }

    /** Single precision would make them all equal. */
    @Test
    void numbersFarFromNoughtAreToldApart() {
        double[] far = Arrays.stream(first(skill)).map(x -> x + 1e9).toArray();
        double[] near = ScalarRidge.fit(train, first(skill)).predict(test);
        double[] found = ScalarRidge.fit(train, far).predict(test);
        for (int i = 0; i < near.length; i++) {
            assertThat(found[i] - 1e9).isEqualTo(near[i], within(1e-4));
        }
    }

    @Test
    void unitsDoNotMatter() {
        double[] thousandths =
                Arrays.stream(first(skill)).map(x -> 1000 * x + 5).toArray();
        double[] large = ScalarRidge.fit(train, thousandths).predict(test);
        double[] small = ScalarRidge.fit(train, first(skill)).predict(test);
        for (int i = 0; i < large.length; i++) {
            assertThat((large[i] - 5) / 1000).isCloseTo(small[i], within(1e-4));
        }
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatThrownBy(() -> ScalarRidge.fit(train, 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scalar ridge: expected 36 numbers of 'number', one for each training model, found 2");
        assertThatThrownBy(() -> ScalarRidge.fit(Map.of(), 1, 2))
                .hasMessage("scalar ridge: expected 1 layer or more, found none");
        ScalarRidge ridge = ScalarRidge.fit(train, first(skill));
        LayerBank other = Banks.dense(SEEDS, 2, 2, 2);
        assertThatThrownBy(() -> ridge.predict(Map.of("b", other)))
                .hasMessage("scalar ridge: expected layer 'a', found [b]");
        assertThatThrownBy(() -> ridge.predict(Map.of("a", other)))
                .hasMessage("scalar ridge: expected 12 numbers in layer 'dense', found [2, 2]");
    }

    @Test
    void canBeStopped() {
        Progress.Listener stop = Progress::cancel;
        Progress.listen(stop);
        try {
            assertThatThrownBy(() -> ScalarRidge.fit(train, first(skill))).isInstanceOf(CancellationException.class);
        } finally {
            Progress.unlisten(stop);
        }
    }

    @Test
    void scoresAreThoseOfALoop() {
        RegressionScores scores = RegressionScores.of(new double[] {1, 2, 4}, new double[] {1, 3, 2});
        assertThat(scores.kendallTau()).isEqualTo(1 / 3.0, within(1e-12));
        assertThat(scores.meanAbsoluteError()).isEqualTo(1, within(1e-12));
        assertThat(scores.explained()).isEqualTo(1 - 5 / 2.0, within(1e-12));
    }

    @Test
    void tauRefusesListsWithoutAnOrder() {
        assertThat(KendallTau.of(new double[] {0, -0.0, 1}, new double[] {0, 0, 1}))
                .isEqualTo(1, within(1e-12));
        assertThatThrownBy(() -> KendallTau.of(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Kendall's tau: expected two lists of one length, found 2 and 3 numbers");
        assertThatThrownBy(() -> KendallTau.of(new double[] {1, 2}, new double[] {3, 3}))
                .hasMessage(
                        "Kendall's tau: expected two different numbers or more, found 2 equal ones; they have no order");
        assertThatThrownBy(() -> KendallTau.of(new double[] {1, Double.NaN}, new double[] {3, 4}))
                .hasMessage("Kendall's tau: expected finite numbers, found NaN");
        assertThatThrownBy(() -> KendallTau.of(new double[0], new double[0]))
                .hasMessage(
                        "Kendall's tau: expected two different numbers or more, found 0 equal ones; they have no order");
    }

    private RegressionScores scores(ScalarRidge ridge, double[] truth) {
        return RegressionScores.of(ridge.predict(test), Arrays.copyOfRange(truth, TRAIN, MODELS));
    }

    /** A centre, plus as far as {@code speed} says a direction that leans as {@code skill} says. */
    private Map<String, LayerBank> models() {
        float[] centre = SEEDS.split("centre").normal(SIZE);
        float[] leaning = SEEDS.split("leaning").normal(SIZE);
        float[] values = SEEDS.split("noise").normal(MODELS * SIZE);
        for (int i = 0; i < MODELS; i++) {
            double square = 0;
            for (int k = 0; k < SIZE; k++) {
                int at = i * SIZE + k;
                values[at] =
                        (float) (.1 * values[at] + .3 * skill[i] * leaning[k] + (k == 0 ? 4 : 0) * (i % 2 * 2 - 1));
                square += values[at] * values[at];
            }
            for (int k = 0; k < SIZE; k++) {
                int at = i * SIZE + k;
                values[at] = centre[k] + (float) (values[at] * Math.exp(.5 * speed[i]) / Math.sqrt(square));
            }
        }
        return Map.of("a", new LayerBank("a", new Dense(MODELS, 3, 4, values)));
    }

    private Map<String, LayerBank> part(int from, int to) {
        return Map.of("a", all.get("a").select(IntStream.range(from, to).toArray()));
    }

    private static double[] first(double[] numbers) {
        return Arrays.copyOf(numbers, TRAIN);
    }

    private static double[] normal(String name) {
        float[] numbers = SEEDS.split(name).normal(MODELS);
        double[] doubles = new double[MODELS];
        Arrays.setAll(doubles, i -> numbers[i]);
        return doubles;
    }
}
