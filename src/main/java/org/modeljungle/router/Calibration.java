package org.modeljungle.router;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.modeljungle.Progress;

/**
 * How far siblings and unrelated models are from the centroids of known trees, from these trees alone. See
 * {@link Router}.
 *
 * @param siblings each model of a tree of two or more, to the centroid of the others of its tree
 * @param unknown each model to the nearest of the other trees' centroids, and to each tree a model without relatives
 */
record Calibration(double[] siblings, double[] unknown) {

    static Calibration of(Fingerprints fingerprints, int[] labels, Fingerprints centroids, int[] sizes) {
        double[] own = new double[labels.length]; // squared distances
        double[] others = new double[labels.length]; // scores
        try (Progress progress = Progress.of("measuring trees", labels.length)) {
            IntStream.range(0, labels.length).parallel().forEach(i -> {
                double[] squares = squares(fingerprints, i, centroids);
                own[i] = squares[labels[i]];
                squares[labels[i]] = Double.POSITIVE_INFINITY;
                int nearest = smallest(squares);
                others[i] = score(squares[nearest], sizes[nearest]);
                progress.step();
            });
        } catch (CancellationException e) { // one of another thread comes here without its message, as its cause
            throw e.getMessage() == null && e.getCause() instanceof CancellationException cause ? cause : e;
        }
        double[] siblings = IntStream.range(0, labels.length)
                .filter(i -> sizes[labels[i]] > 1)
                .mapToDouble(i -> leftOut(own[i], sizes[labels[i]]))
                .toArray();
        double[] unrelated = unrelated(own, labels, sizes);
        double[] unknown = sizes.length == 1 ? unrelated : Arrays.copyOf(others, others.length + unrelated.length);
        System.arraycopy(unrelated, 0, unknown, unknown.length - unrelated.length, unrelated.length);
        return new Calibration(siblings, unknown);
    }

    double threshold() {
        return Threshold.between(siblings, unknown);
    }

    /** A distance to a centroid of {@code size} models, as if it were one of very many. */
    static double score(double square, int size) {
        return Math.sqrt(square / (1 + 1.0 / size));
    }

    /** Squared distances from one model to all centroids. */
    static double[] squares(Fingerprints fingerprints, int model, Fingerprints centroids) {
        float[] a = fingerprints.values();
        float[] b = centroids.values();
        int size = fingerprints.size();
        double[] squares = new double[centroids.models()];
        for (int c = 0; c < squares.length; c++) {
            for (int k = 0; k < size; k++) {
                double difference = (double) a[model * size + k] - b[c * size + k];
                squares[c] += difference * difference;
            }
        }
        return squares;
    }

    static int smallest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The score to the centroid of the size - 1 others, from the distance to that of all. */
    private static double leftOut(double square, int size) {
        double factor = size / (size - 1.0);
        return score(square * factor * factor, size - 1);
    }

    /** To each tree, a model that is {@link Fingerprinter#UNRELATED} from every member. */
    private static double[] unrelated(double[] own, int[] labels, int[] sizes) {
        double[] spread = new double[sizes.length]; // mean squared distance to the centroid
        for (int i = 0; i < labels.length; i++) {
            spread[labels[i]] += own[i] / sizes[labels[i]];
        }
        double square = Fingerprinter.UNRELATED * Fingerprinter.UNRELATED;
        return IntStream.range(0, sizes.length)
                .mapToDouble(t -> score(Math.max(0, square - spread[t]), sizes[t]))
                .toArray();
    }
}
