package org.modeljungle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.modeljungle.DataDigest;

class TargetTest {

    private final Models models = Models.of(
            "mine",
            List.of(
                    model("a", "oak", .5, "x", "y"),
                    model("b", "elm", .25),
                    model("c", "oak", 1, "y"),
                    model("d", "elm", 0, "y10", "y9")));

    /** As an answer it would be the first of all. */
    @Test
    void outputsThatAreNoNumbersAreRefused() {
        float[][] broken = {{Float.NaN, 5}};
        assertThatThrownBy(() -> new LabelTarget(List.of("x", "y"), 0).score(broken, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected numbers as outputs, found NaN");
    }

    @Test
    void classesAreColumnsInNaturalOrder() {
        ClassTarget target = models.classTarget();
        assertThat(target.names()).containsExactly("x", "y", "y9", "y10");
        assertThat(target.values(0, 3)).isDeepEqualTo(new float[][] {{1, 1, 0, 0}, {0, 0, 1, 1}});
        assertThat(models.classTarget(List.of("z", "y10", "y9", "y", "x")).values(3))
                .isDeepEqualTo(new float[][] {{0, 1, 1, 0, 0}});
        assertThatThrownBy(() -> models.classTarget(List.of("x", "y")))
                .hasMessage("model 'd' of mine: expected classes of [x, y], found 'y10'");
    }

    @Test
    void rareClassesDoNotLookLikeSuccess() {
        float[][] labels = new float[30][1];
        for (int i = 0; i < 3; i++) {
            labels[i][0] = 1;
        }
        ClassTarget target = ClassTarget.of(labels);
        int[] all = IntStream.range(0, 30).toArray();
        float[][] no = new float[30][1];
        assertThat(target.score(no, all)).isEqualTo(.9);
        assertThat(target.chance(all)).isEqualTo(.9);
        Map<String, Double> measures = target.measures(no, all);
        assertThat(measures).containsEntry(Target.BALANCED_ACCURACY, .5).containsEntry(Target.F1, 0.0);
        assertThat(target.chances(all))
                .containsEntry(Target.BALANCED_ACCURACY, .5)
                .containsEntry(Target.AUC, .5);
        assertThat(target.chances(all).get(Target.MEAN_AVERAGE_PRECISION)).isCloseTo(.1, within(1e-12));
        assertThat(target.measures(new float[][] {{1}}, 0))
                .containsOnlyKeys(Target.ACCURACY, Target.F1, Target.MEAN_AVERAGE_PRECISION);
    }

    @Test
    void measuresOfClassesAreMeansOverColumns() {
        ClassTarget target = ClassTarget.of(new float[][] {{1, 0}, {1, 1}, {0, 1}, {0, 0}});
        float[][] outputs = {{2, -1}, {-1, 1}, {1, -2}, {-3, -3}};
        Map<String, Double> measures = target.measures(outputs, 0, 1, 2, 3);
        assertThat(measures.get(Target.ACCURACY)).isEqualTo(5 / 8.0);
        assertThat(measures.get(Target.BALANCED_ACCURACY)).isEqualTo((.5 + .75) / 2);
        assertThat(measures.get(Target.F1)).isCloseTo((.5 + 2 / 3.0) / 2, within(1e-12));
        assertThat(measures.get(Target.AUC)).isEqualTo((3 / 4.0 + 3 / 4.0) / 2);
        // column 0: positives at ranks 1 and 3; column 1: at 1 and 3
        assertThat(measures.get(Target.MEAN_AVERAGE_PRECISION)).isCloseTo((1 + 2 / 3.0) / 2, within(1e-12));
        assertThat(target.scores(outputs, 0, 1, 2, 3)).containsExactly(1.0, .5, 0.0, 1.0);
    }

    @Test
    void oneLabelIsTheLargestScore() {
        LabelTarget target = models.labelTarget("tree");
        assertThat(target.names()).containsExactly("elm", "oak");
        assertThat(target.labels(0, 1, 2, 3)).containsExactly(1, 0, 1, 0);
        float[][] outputs = {{1, 2}, {0, 1}, {-2, -1}, {5, 4}};
        Map<String, Double> measures = target.measures(outputs, 0, 1, 2, 3);
        assertThat(measures.get(Target.ACCURACY)).isEqualTo(.75);
        assertThat(measures.get(Target.BALANCED_ACCURACY)).isEqualTo(.75);
        assertThat(measures.get(Target.F1)).isCloseTo((2 / 3.0 + .8) / 2, within(1e-12));
        assertThat(target.scores(outputs, 0, 1, 2, 3)).containsExactly(1.0, 0.0, 1.0, 1.0);
        assertThat(target.chance(0, 1, 2, 3)).isEqualTo(.5);
        assertThat(target.chance(0, 2, 1)).isCloseTo(.5, within(1e-12)); // as frequent as each other: 2/3 and 1/3
        LabelTarget uneven = LabelTarget.of(List.of("elm", "oak"), 1, 0, 1, 0, 1);
        assertThat(uneven.chance(0, 1, 2)).isCloseTo(2 / 3.0, within(1e-12)); // always "oak"
        assertThat(uneven.chance(1, 3)).isEqualTo(0);
    }

    /**
     * Each model has a caption of its own: the chance of a guess takes no measure of each caption against all others.
     */
    @Test
    void theChanceOfManyLabelsIsSoonKnown() {
        int count = 1_000;
        List<String> names = IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
        int[] all = IntStream.range(0, count).toArray();
        LabelTarget target = new LabelTarget(names, all);
        Instant start = Instant.now();
        assertThat(target.chance(all)).isCloseTo(1.0 / count, within(1e-12));
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
        LabelTarget few = new LabelTarget(List.of("a", "b", "c", "d"), 0, 1, 2, 1, 2);
        assertThat(few.chance(0, 1, 2, 4)).isEqualTo(few.chances(0, 1, 2, 4).get(Target.ACCURACY));
    }

    @Test
    void numbersHaveAnOrderAndAVariance() {
        NumberTarget target = models.numberTarget("accuracy");
        float[][] outputs = {{.5f}, {.25f}, {1}, {0}};
        assertThat(target.measures(outputs, 0, 1, 2, 3)).isEqualTo(Map.of(Target.KENDALL_TAU, 1.0, Target.R2, 1.0));
        assertThat(target.score(new float[4][1], 0, 1, 2, 3))
                .as("equal numbers have no order")
                .isZero();
        assertThat(target.chances(0, 1)).containsEntry(Target.KENDALL_TAU, 0.0).containsEntry(Target.R2, 0.0);
    }

    @Test
    void targetsComeFromNumbers() {
        LabelTarget label = LabelTarget.of(List.of("zero", "one"), 1, 0, 1);
        assertThat(label.labels(0, 1, 2)).containsExactly(1, 0, 1);
        assertThat(label.label(2)).isEqualTo("one");
        assertThatThrownBy(() -> LabelTarget.of(List.of("zero", "one"), 1, .5f))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label target: expected whole numbers from 0 to 1, found 0.5 for model 1");
        assertThatThrownBy(() -> LabelTarget.of(List.of("zero", "one"), 1, Float.NaN))
                .hasMessage("label target: expected whole numbers from 0 to 1, found NaN for model 1");
        assertThatThrownBy(() -> LabelTarget.of(List.of("zero", "one"), -1))
                .hasMessage("label target: expected labels from 0 to 1, found -1 for model 0");
        NumberTarget number = NumberTarget.of("height", 2, 1, 3);
        assertThat(number.names()).containsExactly("height");
        assertThat(number.all()).isDeepEqualTo(new float[][] {{2}, {1}, {3}});
        assertThatThrownBy(() -> NumberTarget.of("height", 1, Float.POSITIVE_INFINITY))
                .hasMessage("number target: expected finite numbers, found Infinity as 'height' of model 1, and so"
                        + " of 1 of 2 models; leave these out");
    }

    @Test
    void aDigestKnowsKindNamesAndValues() {
        NumberTarget number = NumberTarget.of("a", 0, 1);
        assertThat(Stream.<Target>of(
                                number,
                                NumberTarget.of("b", 0, 1),
                                NumberTarget.of("a", 0, 2),
                                new ClassTarget(List.of("a"), number.all()))
                        .map(TargetTest::digest)
                        .distinct())
                .hasSize(4);
        assertThat(digest(NumberTarget.of("a", 0, 1))).isEqualTo(digest(number));
        assertThat(digest(number))
                .isEqualTo(new DataDigest()
                        .add("NUMBERS")
                        .add("a")
                        .add(new float[] {0})
                        .add(new float[] {1})
                        .hex());
    }

    private static String digest(Target target) {
        DataDigest digest = new DataDigest();
        target.addTo(digest);
        return digest.hex();
    }

    @Test
    void targetsAreChecked() {
        assertThatThrownBy(() -> ClassTarget.of(new float[][] {{0, 1}, {0, .5f}}))
                .hasMessage("class target: expected 0 or 1 for each class, found 0.5 for model 1; a NumberTarget takes"
                        + " numbers");
        assertThatThrownBy(() -> ClassTarget.of(new float[][] {{0, 1}, {0}}))
                .hasMessage("class target: expected 2 numbers for each model, found 1 for model 1");
        assertThatThrownBy(() -> models.labelTarget("accuracy"))
                .hasMessage("model 'a' of mine: expected a text 'accuracy' as its label, found the number 0.5;"
                        + " numberTarget(\"accuracy\") reads numbers");
        assertThatThrownBy(() -> models.labelTarget("colour"))
                .hasMessage(
                        "mine: expected the colour of each model, found it unknown for 4 of 4, such as a, b, c, ...;"
                                + " where(...) leaves models out");
        assertThatThrownBy(() -> models.ofTree("oak").labelTarget("tree"))
                .hasMessage("mine: expected 2 different labels 'tree' or more, found [oak]");
        assertThatThrownBy(() -> models.numberTarget("rate"))
                .hasMessage(
                        "mine: expected the number 'rate' of each model, found it unknown for 4 of 4, such as a, b, c,"
                                + " ...; where(...) leaves models out");
        assertThatThrownBy(() -> new LabelTarget(List.of("x", "y"), 0, 2))
                .hasMessage("label target: expected labels from 0 to 1, found 2 for model 1");
        assertThatThrownBy(() -> new NumberTarget(List.of("x"), new float[][] {{Float.NaN}}))
                .hasMessage("number target: expected finite numbers, found NaN as 'x' of model 0, and so of 1 of"
                        + " 1 models; leave these out");
        assertThatThrownBy(() -> models.classTarget().score(new float[2][3], 0, 1))
                .hasMessage("class target: expected 4 outputs of each model, found 3");
        assertThatThrownBy(() -> models.classTarget().values(4))
                .hasMessage("class target: expected models from 0 to 3, found 4");
    }

    private static Model model(String id, String tree, double accuracy, String... classes) {
        return Model.of(id, Path.of(id))
                .withTree(tree)
                .withNumber("accuracy", accuracy)
                .withClasses(List.of(classes));
    }
}
