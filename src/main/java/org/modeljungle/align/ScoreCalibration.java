package org.modeljungle.align;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The number that is subtracted from the cosines with seen concepts, from fits without some concepts. */
final class ScoreCalibration {

    private final List<Double> unseen = new ArrayList<>(); // what has to be subtracted for a held-out model to be right
    private final List<Double> seen = new ArrayList<>(); // what may be subtracted before a test model is wrong

    /** What a fit says of models that it has not seen: held-out ones, and test models of the concepts it has seen. */
    void add(AlignmentTask task, Alignment aligned) {
        Split split = task.split();
        List<String> all = new ArrayList<>(Split.concepts(task.captions(), split.train()));
        int known = all.size();
        all.addAll(Split.concepts(task.captions(), split.heldOut()));
        each(task, aligned, all, split.heldOut(), (row, own) -> {
            boolean ahead = row[own] > largest(row, known, row.length, own);
            unseen.add(ahead ? largest(row, 0, known, own) - row[own] : Double.POSITIVE_INFINITY);
        });
        each(task, aligned, all, split.test(), (row, own) -> {
            boolean ahead = row[own] > largest(row, 0, known, own);
            seen.add(ahead ? row[own] - largest(row, known, row.length, own) : Double.NEGATIVE_INFINITY);
        });
    }

    /** Takes a model's cosines with all concepts, and the place of its own. */
    private interface Row {
        void take(float[] cosines, int own);
    }

    private static void each(AlignmentTask task, Alignment aligned, List<String> all, int[] models, Row then) {
        float[][] scores = aligned.scores(models, all);
        int[] own = Captions.positions(task.captions(), models, all);
        for (int i = 0; i < models.length; i++) {
            then.take(scores[i], own[i]);
        }
    }

    private static double largest(float[] row, int from, int to, int except) {
        return IntStream.range(from, to)
                .filter(i -> i != except)
                .mapToDouble(i -> row[i])
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    double bias() {
        return bias(unseen, seen);
    }

    /**
     * The middle of the interval in which the harmonic mean of both accuracies is largest, the lowest of several; 0
     * where none is above 0.
     *
     * @param unseen for each model of an unseen concept, what has to be subtracted, at least, for it to be
     *     named right; infinite where nothing helps
     * @param seen for each model of a seen concept, what may be subtracted before it is named wrong; minus
     *     infinity where it is wrong anyway
     */
    static double bias(List<Double> unseen, List<Double> seen) {
        double[] ends = Stream.concat(unseen.stream(), seen.stream())
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .distinct()
                .toArray();
        double best = 0;
        double bias = 0;
        for (int i = 0; i + 1 < ends.length; i++) {
            double middle = (ends[i] + ends[i + 1]) / 2;
            double mean = harmonicMean(unseen, seen, middle);
            if (mean > best) {
                best = mean;
                bias = middle;
            }
        }
        return bias;
    }

    private static double harmonicMean(List<Double> unseen, List<Double> seen, double bias) {
        double right = unseen.stream().filter(least -> bias > least).count() / (double) unseen.size();
        double kept = seen.stream().filter(most -> bias < most).count() / (double) seen.size();
        return right + kept == 0 ? 0 : 2 * right * kept / (right + kept);
    }
}
