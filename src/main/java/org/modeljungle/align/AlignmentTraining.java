package org.modeljungle.align;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.modeljungle.Check;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.DataDigests;
import org.modeljungle.experiment.Described;
import org.modeljungle.experiment.DescribedTraining;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Stackable;
import org.modeljungle.experiment.TrainingContext;

/** The training of an aligner on a task. */
record AlignmentTraining(Aligner aligner, AlignmentTask task) implements DescribedTraining<Alignment> {

    /** Raise it when the same trial gets another outcome. */
    private static final String KIND = "alignment 5";

    private static final String HELD_OUT = "held-out";
    private static final String SEEN = "seen";
    private static final String AMONG_ALL = "held-out-among-all";
    private static final String SEEN_AMONG_ALL = "seen-among-all";
    private static final String UNIT = "accuracy"; // of all three
    private static final int TOP = 5;

    @Override
    public Described trained() {
        return aligner;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String data(DataDigests digests) {
        checkSplit();
        return task.digest(digests, aligner.layers(task));
    }

    /** Before anything is trained. */
    private void checkSplit() {
        Split split = task.split();
        Check.that(
                split.heldOut().length > 0 || split.test().length > 0,
                "%s: expected a split with held-out concepts or test models, found none",
                aligner.name());
    }

    @Override
    public long steps() {
        return aligner.steps(task);
    }

    @Override
    public Alignment train(TrainingContext context) {
        return aligner.fit(task, context);
    }

    @Override
    public Optional<Stackable<Alignment>> stackable(Seeds seeds) {
        return aligner.stackable(task, seeds);
    }

    /**
     * Zero-shot: held-out models among the held-out concepts and among all, and the seen concepts' test models among
     * the seen ones and among all; of each the accuracy, the mean reciprocal rank and, among more than five, the top-5
     * accuracy.
     */
    @Override
    public Outcome evaluate(Alignment aligned) {
        Split split = task.split();
        Map<String, ZeroShot.Result> results = new LinkedHashMap<>();
        if (split.heldOut().length > 0) {
            results.put(HELD_OUT, task.heldOut(aligned));
        }
        if (split.test().length > 0) {
            results.put(SEEN, task.seen(aligned, split.test()));
        }
        if (split.heldOut().length > 0) {
            results.put(AMONG_ALL, task.heldOutAmongAll(aligned));
        }
        if (split.heldOut().length > 0 && split.test().length > 0) {
            results.put(SEEN_AMONG_ALL, task.seenAmongAll(aligned, split.test()));
        }
        Outcome outcome = outcome(results)
                .withTraining(task.seen(aligned, split.train()).accuracy())
                .withCosts(aligned.parameters(), aligned.flops(), 0)
                .withHistory(aligned.history());
        if (split.validation().length > 0) {
            outcome = outcome.withValidation(
                    task.seen(aligned, split.validation()).accuracy());
        }
        if (task.group().isPresent() && split.heldOut().length > 0) {
            outcome = withGroups(outcome, aligned, task.group().getAsInt());
        }
        return task.heldWord().isEmpty()
                ? outcome
                : withWord(outcome, task.heldWord().get(), results.get(AMONG_ALL));
    }

    /** The first result is the main one. */
    private static Outcome outcome(Map<String, ZeroShot.Result> results) {
        Map.Entry<String, ZeroShot.Result> main = results.entrySet().iterator().next();
        ZeroShot.Result first = main.getValue();
        Outcome outcome = Outcome.of(main.getKey(), first.accuracy(), first.models().length)
                .withScores(first.correct())
                .withChance(first.chance());
        for (Map.Entry<String, ZeroShot.Result> result : results.entrySet()) {
            outcome = outcome.withMeasure(
                    result.getKey(),
                    result.getValue().accuracy(),
                    basis(result.getValue(), result.getValue().chance()));
            outcome = withPlaces(outcome, result.getKey(), result.getValue());
        }
        return outcome;
    }

    /** Where the own captions stand; the first five of five candidates would be all. */
    private static Outcome withPlaces(Outcome outcome, String name, ZeroShot.Result result) {
        int n = result.models().length;
        int candidates = result.candidates().size();
        Outcome more = outcome.withMeasure(
                name + "/mrr",
                result.meanReciprocalRank(),
                new Outcome.Basis("mean reciprocal rank", result.meanReciprocalRankByChance(), n));
        return candidates <= TOP
                ? more
                : more.withMeasure(
                        name + "/top-" + TOP,
                        result.accuracyWithin(TOP),
                        new Outcome.Basis("top-" + TOP + " accuracy", (double) TOP / candidates, n));
    }

    /** The mean over all models of all groups. */
    private Outcome withGroups(Outcome outcome, Alignment aligned, int size) {
        List<ZeroShot.Result> groups = task.heldOutInGroups(aligned, size);
        Check.that(
                !groups.isEmpty(),
                "%s: expected %d held-out concepts or more, as many as a group has, found %d",
                aligner.name(),
                size,
                Split.concepts(task.captions(), task.split().heldOut()).size());
        String name = HELD_OUT + "-" + size;
        ZeroShot.Result first = groups.get(0);
        int n = groups.stream().mapToInt(group -> group.models().length).sum();
        Outcome more = outcome.withMeasure(
                        name, mean(groups, ZeroShot.Result::accuracy), new Outcome.Basis(UNIT, first.chance(), n))
                .withMeasure(
                        name + "/mrr",
                        mean(groups, ZeroShot.Result::meanReciprocalRank),
                        new Outcome.Basis("mean reciprocal rank", first.meanReciprocalRankByChance(), n));
        return size <= TOP
                ? more
                : more.withMeasure(
                        name + "/top-" + TOP,
                        mean(groups, group -> group.accuracyWithin(TOP)),
                        new Outcome.Basis("top-" + TOP + " accuracy", (double) TOP / size, n));
    }

    private static double mean(List<ZeroShot.Result> groups, ToDoubleFunction<ZeroShot.Result> measure) {
        double sum = 0;
        int n = 0;
        for (ZeroShot.Result group : groups) {
            sum += measure.applyAsDouble(group) * group.models().length;
            n += group.models().length;
        }
        return sum / n;
    }

    /** How many of the held-out models get a name with their word, which no training caption has. */
    private static Outcome withWord(Outcome outcome, AlignmentTask.HeldWord held, ZeroShot.Result amongAll) {
        Outcome.Basis basis = basis(amongAll, share(amongAll.candidates(), held));
        return outcome.withMeasure(held.kind() + "-named", share(amongAll.names(), held), basis);
    }

    private static Outcome.Basis basis(ZeroShot.Result result, double chance) {
        return new Outcome.Basis(UNIT, chance, result.models().length);
    }

    private static double share(List<String> captions, AlignmentTask.HeldWord held) {
        return captions.stream().filter(held::in).count() / (double) captions.size();
    }

    /** The cosines of the models of the main measure with all concepts // [models, concepts] */
    @Override
    public Optional<float[][]> outputs(Alignment aligned) {
        Split split = task.split();
        int[] asked = split.heldOut().length > 0 ? split.heldOut() : split.test();
        return Optional.of(aligned.scores(asked, Split.concepts(task.captions())));
    }

    @Override
    public boolean save(Alignment aligned, Path file) {
        return aligner.save(aligned, task, file);
    }
}
