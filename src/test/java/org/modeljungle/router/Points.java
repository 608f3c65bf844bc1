package org.modeljungle.router;

import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Workers;

/** Synthetic fingerprints and their distances. */
final class Points {

    private Points() {}

    static Distances distances(Fingerprints points) {
        try (Workers workers = Workers.of(2);
                Progress progress = Progress.of("comparing", points.models())) {
            return Distances.euclidean(points, workers, progress);
        }
    }

    static Dendrogram cluster(Linkage method, Fingerprints points) {
        return cluster(method, distances(points));
    }

    static Dendrogram cluster(Linkage method, Distances distances) {
        try (Progress progress = Progress.of("clustering", distances.points() - 1)) {
            return method.cluster(distances, progress);
        }
    }

    static Fingerprints random(long seed, int models, int size) {
        return new Fingerprints(models, size, new Seeds(seed).normal(models * size));
    }

    /**
     * Trees as fingerprints see them: an ancestor is a random direction of length 1, a model lies {@code spread /
     * sqrt(2)} from it in a direction of its own, so siblings are {@code spread} apart, and all have length 1.
     *
     * @param sizes the number of models of each tree; trees come one after the other
     */
    static Fingerprints trees(long seed, int size, double spread, int... sizes) {
        int models = IntStream.of(sizes).sum();
        float[] values = new float[models * size];
        int model = 0;
        for (int tree = 0; tree < sizes.length; tree++) {
            float[] ancestor = unit(new Seeds(seed).split("tree", tree), size);
            for (int child = 0; child < sizes[tree]; child++, model++) {
                float[] own = unit(new Seeds(seed).split("model", model), size);
                double change = spread * spread / 2; // of the squared length
                for (int k = 0; k < size; k++) {
                    values[model * size + k] =
                            (float) (Math.sqrt(1 - change) * ancestor[k] + Math.sqrt(change) * own[k]);
                }
            }
        }
        return new Fingerprints(models, size, values);
    }

    /** The tree of each model of {@link #trees}. */
    static int[] labels(int... sizes) {
        int[] labels = new int[IntStream.of(sizes).sum()];
        int model = 0;
        for (int tree = 0; tree < sizes.length; tree++) {
            for (int child = 0; child < sizes[tree]; child++) {
                labels[model++] = tree;
            }
        }
        return labels;
    }

    private static float[] unit(Seeds seeds, int size) {
        float[] values = seeds.normal(size);
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        for (int k = 0; k < size; k++) {
            values[k] /= (float) Math.sqrt(squares);
        }
        return values;
    }
}
