package org.modeljungle.align;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The number that is subtracted from the cosines with concepts that were met, from fits without some concepts. */
final class Calibration {

    private final List<Double> unmet = new ArrayList<>(); // what has to be subtracted for a held-out model to be right
    private final List<Double> met = new ArrayList<>(); // what may be subtracted before a test model is wrong

    /** What a fit says of the models that it has not met: held-out ones, and test models of the concepts it has met. */
    void add(AlignmentTask task, Alignment aligned) {
        Split split = task.split();
        List<String> all = new ArrayList<>(Split.concepts(task.captions(), split.train()));
        int seen = all.size();
        all.addAll(Split.concepts(task.captions(), split.heldOut()));
        each(task, aligned, all, split.heldOut(), (row, own) -> {
            boolean ahead = row[own] > largest(row, seen, row.length, own);
            unmet.add(ahead ? largest(row, 0, seen, own) - row[own] : Double.POSITIVE_INFINITY);
        });
        each(task, aligned, all, split.test(), (row, own) -> {
            boolean ahead = row[own] > largest(row, 0, seen, own);
            met.add(ahead ? row[own] - largest(row, seen, row.length, own) : Double.NEGATIVE_INFINITY);
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
        return bias(unmet, met);
    }

    /**
     * The middle of the interval in which the harmonic mean of both accuracies is largest, the lowest of several; 0
     * where none is above 0.
     *
     * @param unmet for each model of a concept that was not met, what has to be subtracted, at least, for it to be
     *     named right; infinite where nothing helps
     * @param met for each model of a concept that was met, what may be subtracted before it is named wrong; minus
     *     infinity where it is wrong anyway
     */
    static double bias(List<Double> unmet, List<Double> met) {
        double[] ends = Stream.concat(unmet.stream(), met.stream())
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .sorted()
                .distinct()
                .toArray();
        double best = 0;
        double bias = 0;
        for (int i = 0; i + 1 < ends.length; i++) {
            double middle = (ends[i] + ends[i + 1]) / 2;
            double mean = harmonicMean(unmet, met, middle);
            if (mean > best) {
                best = mean;
                bias = middle;
            }
        }
        return bias;
    }

    private static double harmonicMean(List<Double> unmet, List<Double> met, double bias) {
        double right = unmet.stream().filter(least -> bias > least).count() / (double) unmet.size();
        double kept = met.stream().filter(most -> bias < most).count() / (double) met.size();
        return right + kept == 0 ? 0 : 2 * right * kept / (right + kept);
    }
}
