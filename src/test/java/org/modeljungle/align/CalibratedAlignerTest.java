package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.experiment.TrainingContext;

class CalibratedAlignerTest {

    private static final Seeds SEEDS = new Seeds(8);

    @TempDir
    private Path folder;

    private final World world = new World(SEEDS, 7, 7, 4); // 49 concepts, 196 models
    private final List<String> captions = world.captions();

    private AlignmentTask task(Split split) {
        return new AlignmentTask(
                Map.of("q", world.layer("q", 1), "v", world.layer("v", 1)), captions, split, world::encode);
    }

    private static CalibratedAlignment fit(Aligner aligner, AlignmentTask task) {
        try (Progress progress = Progress.of("test", aligner.steps(task))) {
            CalibratedAlignment fitted = (CalibratedAlignment) aligner.fit(task, TrainingContext.of(SEEDS, progress));
            assertThat(progress.done()).isEqualTo(aligner.steps(task));
            return fitted;
        }
    }

    /** Two of three held-out models are right once .25 is subtracted; one of two others is wrong from .4 on. */
    @Test
    void theNumberBalancesBothKinds() {
        List<Double> unseen = List.of(.1, .2, Double.POSITIVE_INFINITY);
        assertThat(ScoreCalibration.bias(unseen, List.of(.3, .4))).isEqualTo(.25);
        assertThat(ScoreCalibration.bias(List.of(.5), List.of(.1))).isZero();
        assertThat(ScoreCalibration.bias(List.of(-.4, -.2), List.of(.1, Double.NEGATIVE_INFINITY)))
                .as("held-out concepts are favoured already")
                .isCloseTo(-.05, within(1e-12));
    }

    @Test
    void heldOutModelsAreFoundAmongAll() {
        AlignmentTask task = task(Split.draw(captions, 10, 0, SEEDS));
        Outcomes outcomes = Experiment.of(
                        "calibration",
                        RidgeAligner.allLayers().on(task),
                        CalibratedAligner.of(RidgeAligner.allLayers()).on(task))
                .in(folder)
                .run();
        Outcome plain = outcomes.trials().get(0).outcome();
        Outcome calibrated = outcomes.trials().get(1).outcome();
        assertThat(calibrated.measures().get("held-out-among-all"))
                .isGreaterThan(plain.measures().get("held-out-among-all") + .1);
        for (String same : List.of("held-out", "seen", "held-out/mrr")) {
            assertThat(calibrated.measures().get(same))
                    .as(same)
                    .isEqualTo(plain.measures().get(same));
        }
        assertThat(harmonic(calibrated)).isGreaterThan(harmonic(plain));
        assertThat(outcomes.trials().get(1).setting("method")).isEqualTo("ridge-all-layers-calibrated");
    }

    private static double harmonic(Outcome outcome) {
        double unseen = outcome.measures().get("held-out-among-all");
        double seen = outcome.measures().get("seen-among-all");
        return unseen == 0 ? 0 : 2 * unseen * seen / (unseen + seen);
    }

    /** Held-out models and concepts change nothing: what is held out at random is drawn from the training concepts. */
    @Test
    void theNumberComesFromTrainingModelsAlone() {
        Split split = Split.draw(captions, 10, 0, SEEDS);
        Aligner aligner = CalibratedAligner.of(RidgeAligner.allLayers());
        CalibratedAlignment fitted = fit(aligner, task(split));
        assertThat(fit(aligner, task(split)).bias()).isEqualTo(fitted.bias());
        Split without = new Split(split.train(), split.validation(), new int[0], new int[0]);
        assertThat(fit(aligner, task(without)).bias()).isEqualTo(fitted.bias());
        assertThat(fitted.seen()).isEqualTo(Set.copyOf(Split.concepts(captions, split.train())));
    }

    @Test
    void wordsAreHeldOutInTheirPlace() {
        AlignmentTask task = task(Split.draw(captions, 0, 0, SEEDS)).withoutWord("colour", "colour3", SEEDS);
        CalibratedAlignment byWord =
                fit(CalibratedAligner.of(RidgeAligner.allLayers()).byWord(0), task);
        CalibratedAlignment byConcept = fit(CalibratedAligner.of(RidgeAligner.allLayers()), task);
        assertThat(byWord.bias()).isGreaterThan(byConcept.bias());
        assertThat(byWord.toString()).matches(".*, 0\\.\\d{4} less for 42 seen concepts");
        List<String> two = List.of("colour3 shape1", "colour2 shape1");
        float[][] lowered = byWord.scores(new int[] {0}, two);
        float[][] plain = byWord.inner().scores(new int[] {0}, two);
        assertThat(lowered[0][0]).isEqualTo(plain[0][0]);
        assertThat(lowered[0][1]).isEqualTo(plain[0][1] - (float) byWord.bias());
        assertThatThrownBy(
                        () -> fit(CalibratedAligner.of(RidgeAligner.allLayers()).byWord(5), task))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("ridge-all-layers-calibrated: expected captions of 6 words or more, found '");
    }

    @Test
    void conceptsOfOneModelAreRefused() {
        World single = new World(SEEDS, 4, 4, 2);
        AlignmentTask task = new AlignmentTask(
                Map.of("q", single.layer("q", .1)),
                single.captions(),
                Split.draw(single.captions(), 2, 0, SEEDS),
                single::encode);
        assertThatThrownBy(() -> fit(CalibratedAligner.of(RidgeAligner.allLayers()), task))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ridge-all-layers-calibrated: expected a training concept of 2 models or more, found none");
    }
}
