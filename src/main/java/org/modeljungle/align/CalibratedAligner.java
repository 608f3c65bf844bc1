package org.modeljungle.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.modeljungle.Check;
import org.modeljungle.experiment.TrainingContext;

/**
 * Calibrated stacking (Chao et al., <i>An Empirical Study and Analysis of Generalized Zero-Shot Learning for Object
 * Recognition in the Wild</i>, 2016, section 3.2): an aligner favours the concepts that it was trained on, so a number
 * is subtracted from the cosines with these, {@code gamma} in the paper.
 *
 * <p>The number comes from the training models alone. Parts of their concepts are held out in turn, and of every other
 * concept one model; a fit on the rest names the models of both among all training concepts, and the number is the one
 * with the largest harmonic mean of the two accuracies.
 *
 * @param name its name in tables
 * @param inner what is calibrated
 * @param word the place of a word in captions, from 0, each value of which is held out in turn, so that a whole word is
 *     new, as {@code red} in {@code red striped star}; empty to hold out concepts at random
 */
public record CalibratedAligner(String name, Aligner inner, OptionalInt word) implements AlignerAround {

    private static final int PARTS = 5;

    /** One that holds out a fifth of the training concepts at a time. */
    public static CalibratedAligner of(Aligner inner) {
        return new CalibratedAligner(inner.name() + "-calibrated", inner, OptionalInt.empty());
    }

    /** The same, which holds out all training concepts with a word in this place, at most five words in turn. */
    public CalibratedAligner byWord(int place) {
        Check.that(place >= 0, "calibration: expected the place of a word, 0 or more, found %d", place);
        return new CalibratedAligner(name, inner, OptionalInt.of(place));
    }

    /** The same under another name. */
    public CalibratedAligner named(String other) {
        return new CalibratedAligner(other, inner, word);
    }

    @Override
    public Object settings() {
        return Map.of(
                "calibrated",
                inner.settings(),
                "held out",
                word.isPresent() ? "words in place " + word.getAsInt() : "concepts at random");
    }

    @Override
    public long steps(AlignmentTask task) {
        return (PARTS + 1) * inner.steps(task);
    }

    /**
     * Learns the number, then fits on all training models.
     *
     * @throws IllegalArgumentException if there are too few training concepts to hold some out, or no concept has two
     *     models
     */
    @Override
    public CalibratedAlignment fit(AlignmentTask task, TrainingContext context) {
        ScoreCalibration calibration = new ScoreCalibration();
        List<Set<String>> parts = parts(task, context);
        for (Set<String> part : parts) {
            AlignmentTask rest = task.withSplit(without(task, part));
            calibration.add(rest, inner.fit(rest, context));
        }
        context.progress().step((PARTS - parts.size()) * inner.steps(task));
        Alignment whole = inner.fit(task, context);
        Set<String> seen =
                Set.copyOf(Split.concepts(task.captions(), task.split().train()));
        return new CalibratedAlignment(whole, calibration.bias(), seen);
    }

    /** What is calibrated, with the number; empty where that has no reader. */
    @Override
    public Optional<AlignmentReader> reader(Alignment aligned, AlignmentTask task) {
        CalibratedAlignment own = (CalibratedAlignment) aligned;
        return inner.reader(own.inner(), task).map(reader -> new CalibratedReader(reader, own.bias(), own.seen()));
    }

    /** The concepts that are held out together. */
    private List<Set<String>> parts(AlignmentTask task, TrainingContext context) {
        List<String> concepts = Split.concepts(task.captions(), task.split().train());
        int[] order = context.seeds().split("calibration").permutation(concepts.size());
        Map<Object, Set<String>> groups = new LinkedHashMap<>();
        for (int i = 0; i < order.length; i++) {
            String concept = concepts.get(order[i]);
            Object group = word.isPresent() ? wordOf(concept) : (Object) (i % PARTS);
            groups.computeIfAbsent(group, key -> new LinkedHashSet<>()).add(concept);
        }
        Check.that(
                groups.size() > 1,
                "%s: expected training concepts of 2 kinds or more, to hold one out, found %d; another place of a"
                        + " word may have more",
                name,
                groups.size());
        return groups.values().stream().limit(PARTS).toList();
    }

    private String wordOf(String concept) {
        List<String> words = List.of(concept.split(" ", -1));
        int place = word.orElseThrow();
        Check.that(
                place < words.size(),
                "%s: expected captions of %d words or more, found '%s'",
                name,
                place + 1,
                concept);
        return words.get(place);
    }

    /** Without a part of the concepts, and with the last model of each other concept that has several to test on. */
    private Split without(AlignmentTask task, Set<String> out) {
        List<String> captions = task.captions();
        Split whole = task.split();
        Map<String, List<Integer>> seen = new LinkedHashMap<>();
        for (int model : whole.train()) {
            seen.computeIfAbsent(captions.get(model), key -> new ArrayList<>()).add(model);
        }
        List<Integer> held = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        seen.forEach((concept, models) -> {
            if (out.contains(concept)) {
                held.addAll(models);
            } else if (models.size() > 1) {
                test.add(models.get(models.size() - 1));
            }
        });
        Check.that(!test.isEmpty(), "%s: expected a training concept of 2 models or more, found none", name);
        Set<Integer> gone = new HashSet<>(held);
        gone.addAll(test);
        int[] train = Arrays.stream(whole.train())
                .filter(model -> !gone.contains(model))
                .toArray();
        int[] validation = Arrays.stream(whole.validation())
                .filter(model -> !out.contains(captions.get(model)))
                .toArray();
        return new Split(train, validation, ints(test), ints(held));
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
