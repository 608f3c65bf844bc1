package org.modeljungle.search;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.align.AlignmentTask;
import org.modeljungle.align.Split;
import org.modeljungle.experiment.DataDigests;
import org.modeljungle.experiment.Described;
import org.modeljungle.experiment.DescribedTraining;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.TrainingContext;

/** The training of a representation on a task, and the questions that it is asked. */
record RepresentationTraining(Representation how, AlignmentTask task) implements DescribedTraining<ModelDistances> {

    /** Raise it when the same trial gets another outcome. */
    private static final String KIND = "representation 1";

    private static final String SEEN = "seen";
    private static final String HELD_OUT = "held-out";
    private static final int FEW = 4; // others of a concept in the paper's collection
    private static final double ONE_CLASS_CHANCE = .5;

    @Override
    public Described trained() {
        return how;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String data(DataDigests digests) {
        Split split = task.split();
        Check.that(
                split.heldOut().length > 1 && split.test().length > 0,
                "%s: expected a split with held-out concepts and test models, found %s",
                how.name(),
                split);
        return task.digest(digests, how.layers(task));
    }

    @Override
    public long steps() {
        return how.steps(task);
    }

    @Override
    public ModelDistances train(TrainingContext context) {
        return how.fit(task, context);
    }

    /**
     * Seen concepts' test models are compared with the training and validation models, held-out models with one
     * another; retrieval is among all models. One class is asked where each concept has models enough to be learnt from
     * and one more.
     */
    @Override
    public Outcome evaluate(ModelDistances distances) {
        List<String> captions = task.captions();
        Split split = task.split();
        NearestNeighbours held = NearestNeighbours.leaveOneOut(distances, captions, split.heldOut(), 1);
        int[] known = IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.validation()))
                .sorted()
                .toArray();
        NearestNeighbours seen = NearestNeighbours.classify(distances, captions, known, split.test(), 1);
        Outcome outcome = Outcome.of(HELD_OUT + "/nearest", held.accuracy(), split.heldOut().length)
                .withScores(held.correct())
                .withChance(held.chance())
                .withMeasure(HELD_OUT + "/nearest", held.accuracy(), basis("accuracy", held.chance(), split.heldOut()))
                .withMeasure(SEEN + "/nearest", seen.accuracy(), basis("accuracy", seen.chance(), split.test()));
        outcome = withRetrieval(outcome, HELD_OUT, distances, split.heldOut());
        outcome = withRetrieval(outcome, SEEN, distances, split.test());
        int[][] halves = halves(split.heldOut());
        outcome = withOneClass(outcome, HELD_OUT, distances, halves[0], halves[1]);
        return withOneClass(outcome, SEEN, distances, known, split.test());
    }

    /** Asked for by models whose concept another model has too. */
    private Outcome withRetrieval(Outcome outcome, String part, ModelDistances distances, int... models) {
        List<String> captions = task.captions();
        int[] queries = Arrays.stream(models)
                .filter(model -> Collections.frequency(captions, captions.get(model)) > 1)
                .toArray();
        if (queries.length == 0) {
            return outcome;
        }
        int[] all = IntStream.range(0, distances.models()).toArray();
        Retrieval found = Retrieval.of(distances, task.captions(), queries, all);
        return outcome.withMeasure(
                        part + "/map",
                        found.meanAveragePrecision(),
                        basis("mean average precision", found.chance(), queries))
                .withMeasure(
                        part + "/precision-" + FEW, found.precision(FEW), basis("precision", found.chance(), queries));
    }

    private Outcome withOneClass(Outcome outcome, String part, ModelDistances distances, int[] known, int... test) {
        if (!isEnough(known, test)) {
            return outcome;
        }
        OneClass one = OneClass.nearest(distances, task.captions(), known, test, OneClass.NEIGHBOURS);
        return outcome.withMeasure(part + "/one-class", one.auc().mean(), basis("AUC", ONE_CLASS_CHANCE, test));
    }

    /** A class is learnt from as many models as {@link OneClass#NEIGHBOURS}, or more, and told from another. */
    private boolean isEnough(int[] known, int... test) {
        Map<String, Long> counts = Arrays.stream(known)
                .mapToObj(task.captions()::get)
                .collect(Collectors.groupingBy(caption -> caption, Collectors.counting()));
        return Arrays.stream(test).mapToObj(task.captions()::get).distinct().count() > 1
                && Arrays.stream(test)
                        .mapToObj(task.captions()::get)
                        .allMatch(caption -> counts.getOrDefault(caption, 0L) >= OneClass.NEIGHBOURS)
                && counts.values().stream().allMatch(count -> count >= OneClass.NEIGHBOURS);
    }

    private static Outcome.Basis basis(String unit, double chance, int... models) {
        return new Outcome.Basis(unit, chance, models.length);
    }

    /** Of each concept the first two models, and the others. */
    private int[][] halves(int... models) {
        List<String> captions = task.captions();
        Map<String, List<Integer>> byConcept =
                Arrays.stream(models).boxed().collect(Collectors.groupingBy(captions::get));
        Set<Integer> known = byConcept.values().stream()
                .flatMap(own -> own.stream().limit(OneClass.NEIGHBOURS))
                .collect(Collectors.toSet());
        return new int[][] {
            Arrays.stream(models).filter(known::contains).toArray(),
            Arrays.stream(models).filter(model -> !known.contains(model)).toArray()
        };
    }
}
