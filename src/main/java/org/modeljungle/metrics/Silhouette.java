package org.modeljungle.metrics;

import java.util.Arrays;
import org.modeljungle.Check;

/**
 * How well clusters are separated (Rousseeuw 1987): a point's silhouette is {@code (b - a) / max(a, b)}, where a is its
 * mean distance to the other members of its cluster and b that to the members of the nearest other cluster. 1 is
 * perfect, 0 is between clusters; a cluster of one point counts 0.
 */
public final class Silhouette {

    /** The distance between two points. */
    @FunctionalInterface
    public interface Distance {
        /** 0 or more, the same both ways. */
        double between(int i, int j);
    }

    private Silhouette() {}

    /**
     * Each point's silhouette.
     *
     * @param labels each point's cluster, from 0 on, two clusters or more // [points]
     */
    public static double[] of(Distance distances, int[] labels) {
        int[] sizes = sizes(labels);
        double[] silhouettes = new double[labels.length];
        double[] sums = new double[sizes.length]; // distances from one point to each cluster
        for (int i = 0; i < labels.length; i++) {
            Arrays.fill(sums, 0);
            for (int j = 0; j < labels.length; j++) {
                sums[labels[j]] += distances.between(i, j);
            }
            silhouettes[i] = one(sums, sizes, labels[i]);
        }
        return silhouettes;
    }

    /** The mean of all points' silhouettes; see {@link #of}. */
    public static double mean(Distance distances, int[] labels) {
        return Arrays.stream(of(distances, labels)).average().orElseThrow();
    }

    private static int[] sizes(int... labels) {
        int[] used = Arrays.stream(labels).sorted().distinct().toArray();
        Check.that(
                used.length >= 2 && used[0] == 0 && used[used.length - 1] == used.length - 1,
                "silhouette: expected labels 0, 1, ... of 2 clusters or more, found %s for %d points",
                Arrays.toString(used),
                labels.length);
        int[] sizes = new int[used.length];
        for (int label : labels) {
            sizes[label]++;
        }
        return sizes;
    }

    private static double one(double[] sums, int[] sizes, int own) {
        if (sizes[own] == 1) {
            return 0;
        }
        double inside = sums[own] / (sizes[own] - 1);
        double outside = Double.POSITIVE_INFINITY;
        for (int c = 0; c < sums.length; c++) {
            if (c != own) {
                outside = Math.min(outside, sums[c] / sizes[c]);
            }
        }
        double larger = Math.max(inside, outside);
        return larger == 0 ? 0 : (outside - inside) / larger;
    }
}
