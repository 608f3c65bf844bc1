package org.modeljungle.router;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;

/**
 * Agglomerative hierarchical clustering: every point begins as a cluster of its own, and the two nearest clusters are
 * merged until one is left. What "nearest" means is the method; all are exact and take {@code O(points^2)} time.
 *
 * <p>The updates are those of Lance and Williams (1967). Complete, average and Ward's linkage follow nearest-neighbour
 * chains (Murtagh 1983; Müllner, arXiv 1109.2378), single linkage is a minimum spanning tree. Where distances are tied,
 * the choices are those of SciPy's {@code linkage}; but where the updates of average or Ward's linkage make heights
 * equal that were not, rounding decides, there in double and here in single precision: the merges are valid, their
 * order may differ.
 */
public enum Linkage {
    /** The distance of the two nearest members. */
    SINGLE,
    /** The distance of the two farthest members. */
    COMPLETE,
    /** The mean distance between members. */
    AVERAGE,
    /** How much the sum of squares within clusters grows; wants Euclidean distances. */
    WARD;

    /**
     * Clusters points. Holds a second copy of the distances while it works, except for single linkage.
     *
     * @param progress steps once for each merge
     */
    public Dendrogram cluster(Distances distances, Progress progress) {
        Check.that(distances.points() >= 2, "linkage: expected 2 points or more, found %d", distances.points());
        Merges merges =
                this == SINGLE ? SpanningTree.of(distances, progress) : new Chain(distances, this).run(progress);
        return merges.sorted().label();
    }

    /**
     * The distance between cluster {@code k} and what {@code i} and {@code j} become.
     *
     * @param ni the members of i, likewise for j and k
     */
    double update(double ik, double jk, double ij, int ni, int nj, int nk) {
        return switch (this) {
            case SINGLE -> Math.min(ik, jk);
            case COMPLETE -> Math.max(ik, jk);
            case AVERAGE -> (ni * ik + nj * jk) / (ni + nj);
            case WARD ->
                Math.sqrt(Math.max(
                        0, ((ni + nk) * ik * ik + (nj + nk) * jk * jk - nk * ij * ij) / ((double) ni + nj + nk)));
        };
    }

    /** Pairs of points whose clusters merge at a height, in any order; each array holds points - 1 numbers. */
    record Merges(int[] left, int[] right, double[] heights) {

        static Merges of(int points) {
            return new Merges(new int[points - 1], new int[points - 1], new double[points - 1]);
        }

        void set(int merge, int a, int b, double height) {
            left[merge] = a;
            right[merge] = b;
            heights[merge] = height;
        }

        Merges sorted() {
            Integer[] order = IntStream.range(0, heights.length).boxed().toArray(Integer[]::new);
            Arrays.sort(order, Comparator.comparingDouble(i -> heights[i])); // stable
            Merges sorted = of(heights.length + 1);
            for (int i = 0; i < order.length; i++) {
                sorted.set(i, left[order[i]], right[order[i]], heights[order[i]]);
            }
            return sorted;
        }

        /** Names the clusters that merge: a point by its number, the cluster made by merge i by points + i. */
        Dendrogram label() {
            int points = heights.length + 1;
            int[] parents = IntStream.range(0, 2 * points - 1).toArray();
            Merges named = of(points);
            for (int i = 0; i < heights.length; i++) {
                int a = root(parents, left[i]);
                int b = root(parents, right[i]);
                named.set(i, Math.min(a, b), Math.max(a, b), heights[i]);
                parents[a] = points + i;
                parents[b] = points + i;
            }
            return new Dendrogram(points, named.left, named.right, named.heights);
        }

        private static int root(int[] parents, int point) {
            int root = point;
            while (parents[root] != root) {
                root = parents[root];
            }
            for (int at = point; parents[at] != root; ) { // the next search is short
                int next = parents[at];
                parents[at] = root;
                at = next;
            }
            return root;
        }
    }
}
