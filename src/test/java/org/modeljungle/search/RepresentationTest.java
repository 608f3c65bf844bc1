package org.modeljungle.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.align.AlignmentTask;
import org.modeljungle.align.RidgeAligner;
import org.modeljungle.align.RidgeAlignment;
import org.modeljungle.align.Split;
import org.modeljungle.align.World;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.ridge.ResidualGram;
import org.modeljungle.text.RandomVectors;

class RepresentationTest {

    private static final Seeds SEEDS = new Seeds(11);

    @TempDir
    Path folder;

    private final World world = new World(SEEDS, 4, 4, 4); // 16 concepts, 64 models
    private final List<String> captions = world.captions();
    private final Split split = Split.draw(captions, 4, 0, SEEDS);
    private final AlignmentTask task = new AlignmentTask(
            Map.of("q", world.layer("q", .3), "v", world.layer("v", .2)), captions, split, world::encode);

    /** One of a researcher's own, which knows nothing. */
    private record Order(String name) implements Representation {
        @Override
        public List<String> layers(AlignmentTask task) {
            return List.of();
        }

        @Override
        public long steps(AlignmentTask task) {
            return 0;
        }

        @Override
        public ModelDistances fit(AlignmentTask task, TrainingContext context) {
            int n = task.captions().size();
            float[][] vectors = new float[n][];
            for (int i = 0; i < n; i++) {
                vectors[i] = SEEDS.split("model", i).normal(6);
            }
            return ModelDistances.euclidean(vectors);
        }
    }

    private Outcomes run(AlignmentTask on) {
        return Experiment.of(
                        "representations",
                        Representation.residuals().on(on),
                        Representation.of(RidgeAligner.allLayers()).on(on),
                        new Order("order").on(on))
                .in(folder)
                .run();
    }

    @Test
    void representationsAreAskedInExperiments() {
        Outcomes outcomes = run(task);
        assertThat(outcomes).hasToString("3 trials: 0 found, 3 trained");
        Outcome residuals = outcomes.where("method", "residuals").first().outcome();
        ModelDistances distances = ModelDistances.of(ResidualGram.of(task.grams(), split.train()));
        assertThat(residuals.measure()).isEqualTo("held-out/nearest");
        assertThat(residuals.score())
                .isEqualTo(NearestNeighbours.leaveOneOut(distances, captions, split.heldOut(), 1)
                        .accuracy());
        assertThat(residuals.measures())
                .containsEntry(
                        "seen/nearest",
                        NearestNeighbours.classify(distances, captions, split.train(), split.test(), 1)
                                .accuracy())
                .containsEntry(
                        "seen/one-class",
                        OneClass.nearest(distances, captions, split.train(), split.test(), 2)
                                .auc()
                                .mean())
                .containsOnlyKeys(
                        "held-out/nearest",
                        "held-out/map",
                        "held-out/precision-4",
                        "held-out/one-class",
                        "seen/nearest",
                        "seen/map",
                        "seen/precision-4",
                        "seen/one-class");
        assertThat(residuals.bases().get("seen/one-class").chance()).isEqualTo(.5);
        assertThat(residuals.bases().get("held-out/map").n()).isEqualTo(16);
        assertThat(run(task)).hasToString("3 trials: 3 found, 0 trained");
    }

    /** One held-out concept has one model, another has two: what needs more is left out, and nothing fails. */
    @Test
    void conceptsOfFewModelsLeaveMeasuresOut() {
        List<String> few = new ArrayList<>(captions);
        int[] held = split.heldOut();
        for (int i = 0; i < held.length; i++) {
            few.set(held[i], i == 0 ? "alone" : i < 3 ? "a pair" : "the rest");
        }
        AlignmentTask sparse = new AlignmentTask(task.banks(), few, split, new RandomVectors(8, SEEDS));
        Outcome residuals = Experiment.of(
                        "representations", Representation.residuals().on(sparse))
                .in(folder)
                .run()
                .first()
                .outcome();
        assertThat(residuals.measures()).containsKey("held-out/map").doesNotContainKey("held-out/one-class");
        assertThat(residuals.bases().get("held-out/map").n()).isEqualTo(held.length - 1);
    }

    @Test
    void whatWasTrainedIsAheadOfWhatKnowsNothing() {
        Outcomes outcomes = run(task);
        Outcome ridge = outcomes.where("method", "ridge-all-layers").first().outcome();
        Outcome order = outcomes.where("method", "order").first().outcome();
        ModelDistances own =
                ModelDistances.cosine(RidgeAlignment.allLayers(task).allModelVectors());
        assertThat(ridge.measures().get("held-out/map"))
                .isEqualTo(
                        Retrieval.of(own, captions, split.heldOut(), everyone()).meanAveragePrecision());
        assertThat(ridge.score()).isGreaterThan(order.score() + .3);
        assertThat(ridge.measures().get("seen/one-class")).isGreaterThan(.9);
        assertThat(order.measures().get("seen/one-class")).isEqualTo(.5, within(.2));
    }

    private int[] everyone() {
        return java.util.stream.IntStream.range(0, captions.size()).toArray();
    }

    @Test
    void oneClassIsAskedWhereThereAreModelsEnough() { // two of each: one to learn from, one to test
        World small = new World(SEEDS, 3, 3, 2);
        AlignmentTask two = new AlignmentTask(
                Map.of("q", small.layer("q", .3)),
                small.captions(),
                Split.draw(small.captions(), 3, 0, SEEDS),
                small::encode);
        Outcome outcome = Experiment.of("two", Representation.residuals().on(two))
                .in(folder)
                .run()
                .first()
                .outcome();
        assertThat(outcome.measures())
                .containsKeys("seen/nearest", "held-out/map")
                .doesNotContainKeys("seen/one-class", "held-out/one-class");
    }

    @Test
    void theNearestModelsComeInOrder() {
        ModelDistances points = ModelDistances.euclidean(new float[][] {{0}, {3}, {-1}, {1}, {9}});
        assertThat(points.nearest(0, 3)).containsExactly(2, 3, 1); // of equals the first
        assertThat(points.nearest(4, 1)).containsExactly(1);
        assertThatThrownBy(() -> points.nearest(5, 1)).hasMessage("nearest: expected a model from 0 to 4, found 5");
        assertThatThrownBy(() -> points.nearest(0, 5)).hasMessage("nearest: expected k from 1 to 4 others, found 5");
    }

    @Test
    void anotherSplitIsAnotherTrialAndHeldOutConceptsAreNeeded() {
        run(task);
        assertThat(run(task.withSplit(Split.draw(captions, 4, 0, new Seeds(12)))))
                .hasToString("3 trials: 0 found, 3 trained");
        assertThatThrownBy(() -> run(task.withSplit(Split.draw(captions, 0, 0, SEEDS))))
                .hasMessageContaining("residuals: expected a split with held-out concepts and test models, found ");
    }
}
