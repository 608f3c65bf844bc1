package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.metrics.ConformalSets;
import tech.tablesaw.api.Table;

/** Candidates of which none may fit, sets of them, and what is taken for what. */
class AbsenceTest {

    private static final Seeds SEEDS = new Seeds(31);
    private static final List<String> NAMES = List.of("dot", "ring", "star");

    private final World world = new World(SEEDS, 5, 5, 6); // 25 concepts, 150 models
    private final Split split = Split.draw(world.captions(), 5, 2, SEEDS);

    private AlignmentTask task(double noise) {
        return new AlignmentTask(
                Map.of("q", world.layer("q", noise), "v", world.layer("v", noise)),
                world.captions(),
                split,
                world::encode);
    }

    private static ZeroShot.Result result(float[][] scores, int... truths) {
        return new ZeroShot.Result(new int[truths.length], NAMES, truths, scores);
    }

    @Test
    void modelsOfAbsentConceptsAreTold() {
        AlignmentTask task = task(.05);
        Absence.Result judged = task.absence(RidgeAlignment.allLayers(task));
        assertThat(judged.models()).hasSize(50); // 20 test models of seen concepts, 30 held out
        assertThat(judged.auc()).isGreaterThan(.95);
        assertThat(judged.found(.1)).isGreaterThan(.8);
        assertThat(judged.falseAlarms(.1)).isLessThan(.3);
        assertThat(judged).asString().startsWith("50 models, 30 of absent concepts: AUC ");
    }

    @Test
    void aProbabilityIsARankAmongKnownModels() {
        ZeroShot.Result known = result(new float[][] {{.9f, 0, 0}, {0, .5f, 0}, {.2f, 0, .7f}}, 0, 1, 2);
        Absence usual = Absence.learnt(known, Absence.Score.LARGEST);
        assertThat(usual.probability(.1f, .2f, .3f)).isEqualTo(1 / 4.0);
        assertThat(usual.probability(.1f, .7f)).isEqualTo(3 / 4.0);
        assertThat(usual.probability(1)).isEqualTo(1);
        Absence ahead = Absence.learnt(known, Absence.Score.LEAD);
        assertThat(ahead.probability(.8f, .7f)).as("two that fit equally well").isEqualTo(1 / 4.0);
    }

    @Test
    void whereNothingIsAbsentThereIsNoCurve() {
        Absence.Result none =
                new Absence.Result(new int[] {3}, new boolean[] {false}, new double[] {.5}, new double[] {1});
        assertThat(none).hasToString("1 models, 0 of absent concepts: AUC -");
        assertThat(none.found(.1)).isNaN();
        assertThat(none.falseAlarms(.1)).isZero();
    }

    @Test
    void takingTheRightCaptionAwayIsNoticed() {
        ZeroShot.Result sure = result(new float[][] {{.9f, .1f, 0}, {.1f, .8f, 0}}, 0, 1);
        assertThat(Absence.aucWithoutOwn(sure, Absence.Score.LARGEST)).isEqualTo(1);
        ZeroShot.Result same = result(new float[2][3], 0, 1);
        assertThat(Absence.aucWithoutOwn(same, Absence.Score.LEAD)).isEqualTo(.5);
    }

    @Test
    void wrongArgumentsAreRefused() {
        AlignmentTask task = task(.05);
        Alignment aligned = RidgeAlignment.allLayers(task);
        AlignmentTask unvalidated = task.withSplit(Split.draw(world.captions(), 5, 0, SEEDS));
        assertThatThrownBy(() -> unvalidated.absence(aligned))
                .hasMessage("absence: expected a split with validation, test and held-out models, found 100 models to"
                        + " train on, 0 to validate, 20 to test, 30 held out");
        Absence usual = Absence.learnt(task.heldOut(aligned), Absence.Score.LARGEST);
        assertThatThrownBy(() -> usual.judge(aligned, new int[] {0}, List.of("dot"), NAMES))
                .hasMessage("absence: expected a caption for each of 150 models, found 1");
        Absence.Result none = usual.judge(aligned, split.test(), task.captions(), Split.concepts(task.captions()));
        assertThatThrownBy(none::auc)
                .hasMessage("absence: expected models of concepts among the candidates and of absent ones, found 20"
                        + " and 0");
        assertThatThrownBy(() -> none.found(1)).hasMessage("absence: expected a level between 0 and 1, found 1.0");
        assertThatThrownBy(() -> Absence.Score.LEAD.of(1))
                .hasMessage("absence: expected 2 candidates or more, found 1");
    }

    @Test
    void setsCoverAsOftenAsPromised() {
        AlignmentTask task = task(.3);
        Alignment aligned = RidgeAlignment.allLayers(task);
        ConformalSets sets = task.seen(aligned, split.validation()).conformal(.8);
        ZeroShot.Result test = task.seen(aligned, split.test());
        assertThat(test.coverage(sets)).isCloseTo(.8, within(.2)); // of 20 models
        assertThat(test.meanSetSize(sets)).isBetween(.5, 20.0);
        List<List<String>> each = test.sets(sets);
        assertThat(each).hasSize(20);
        assertThat(each.stream().mapToInt(List::size).average().orElseThrow()).isEqualTo(test.meanSetSize(sets));
    }

    @Test
    void theMostFrequentConfusionIsFirst() {
        float[] dot = {1, 0, 0};
        float[] ring = {0, 1, 0};
        float[] star = {0, 0, 1};
        ZeroShot.Result result = result(new float[][] {dot, ring, star, star, ring, ring}, 0, 0, 0, 0, 1, 2);
        Table table = result.confusions(2);
        assertThat(table.stringColumn("caption").asList()).containsExactly("dot", "dot");
        assertThat(table.stringColumn("taken for").asList()).containsExactly("star", "ring");
        assertThat(table.intColumn("models").asList()).containsExactly(2, 1);
        assertThat(table.intColumn("of").asList()).containsExactly(4, 4);
        assertThat(result.confusions(9).rowCount()).isEqualTo(3);
        assertThatThrownBy(() -> result.confusions(0)).hasMessage("confusions: expected 1 row or more, found 0");
    }

    @Test
    void placesOfTheOwnCaption() {
        ZeroShot.Result result = result(new float[][] {{.9f, .1f, 0}, {.5f, .5f, .5f}}, 0, 1);
        assertThat(result.meanReciprocalRank()).isCloseTo((1 + 1 / 3.0) / 2, within(1e-12));
        assertThat(result.meanReciprocalRankByChance()).isCloseTo(11 / 18.0, within(1e-12));
    }
}
