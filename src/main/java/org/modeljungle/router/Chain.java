package org.modeljungle.router;

import java.util.Arrays;
import org.modeljungle.Progress;

/**
 * Follows nearest neighbours from cluster to cluster until two are each other's nearest, merges them, and continues
 * from the cluster before them: as long as a merge never brings clusters nearer to others, this finds the merges of the
 * greedy search, in another order.
 */
final class Chain {

    private final Linkage method;
    private final int points;
    private final float[] distances; // condensed; overwritten
    private final int[] sizes; // [points]; 0 once merged into another
    private final int[] chain; // [points]
    private int length;

    Chain(Distances distances, Linkage method) {
        this.method = method;
        points = distances.points();
        this.distances = distances.copy();
        sizes = new int[points];
        Arrays.fill(sizes, 1);
        chain = new int[points];
    }

    Linkage.Merges run(Progress progress) {
        Linkage.Merges merges = Linkage.Merges.of(points);
        int first = 0; // no active cluster before it
        for (int merge = 0; merge < points - 1; merge++) {
            if (length == 0) {
                while (sizes[first] == 0) {
                    first++;
                }
                chain[length++] = first;
            }
            extend();
            int a = chain[--length];
            int b = chain[--length];
            float height = distances[Distances.index(points, a, b)];
            merges.set(merge, Math.min(a, b), Math.max(a, b), height);
            merge(Math.min(a, b), Math.max(a, b), height);
            progress.step();
        }
        return merges;
    }

    /** Lengthens the chain until its last two are each other's nearest. */
    private void extend() {
        while (true) {
            int last = chain[length - 1];
            int before = length > 1 ? chain[length - 2] : -1;
            int nearest = nearest(last, before);
            if (nearest == before) {
                return;
            }
            chain[length++] = nearest;
        }
    }

    /** The nearest active cluster; among equals {@code preferred}, else the first. */
    private int nearest(int from, int preferred) {
        int nearest = preferred;
        float least = preferred < 0 ? Float.POSITIVE_INFINITY : distances[Distances.index(points, from, preferred)];
        for (int j = 0; j < from; j++) {
            if (sizes[j] > 0 && distances[Distances.index(points, j, from)] < least) {
                least = distances[Distances.index(points, j, from)];
                nearest = j;
            }
        }
        int row = from == points - 1 ? 0 : Distances.index(points, from, from + 1) - from - 1;
        for (int j = from + 1; j < points; j++) {
            if (sizes[j] > 0 && distances[row + j] < least) {
                least = distances[row + j];
                nearest = j;
            }
        }
        return nearest;
    }

    /** Merges {@code a} into {@code b}. */
    private void merge(int a, int b, float height) {
        for (int k = 0; k < points; k++) {
            if (sizes[k] > 0 && k != a && k != b) {
                float toA = distances[Distances.index(points, a, k)];
                int place = Distances.index(points, b, k);
                distances[place] = (float) method.update(toA, distances[place], height, sizes[a], sizes[b], sizes[k]);
            }
        }
        sizes[b] += sizes[a];
        sizes[a] = 0;
    }
}
