package org.modeljungle.router;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.modeljungle.Check;

/**
 * What hierarchical clustering found: which clusters merged at which height, lowest first. The points are clusters 0 to
 * {@code points - 1}; merge i makes cluster {@code points + i}. {@link #matrix()} gives the form of SciPy's
 * {@code linkage}.
 *
 * @param points how many points were clustered, at least 2
 * @param left the merged cluster with the smaller number // [points - 1]
 * @param right the other one // [points - 1]
 * @param heights the distance at which they merged, ascending // [points - 1]
 */
public record Dendrogram(int points, int[] left, int[] right, double[] heights) {

    /** Checks that every cluster is merged once, and that heights ascend. */
    public Dendrogram {
        Check.that(
                points >= 2 && left.length == points - 1 && right.length == points - 1 && heights.length == points - 1,
                "dendrogram: expected 2 points or more and one merge fewer, found %d points and %d merges",
                points,
                heights.length);
        boolean[] merged = new boolean[2 * points - 1];
        for (int i = 0; i < heights.length; i++) {
            Check.that(
                    left[i] >= 0
                            && right[i] < points + i
                            && left[i] < right[i]
                            && !merged[left[i]]
                            && !merged[right[i]],
                    "dendrogram, merge %d: expected two clusters there are, the smaller number first, found %d and %d",
                    i,
                    left[i],
                    right[i]);
            merged[left[i]] = true;
            merged[right[i]] = true;
            Check.that(
                    heights[i] >= (i == 0 ? 0 : heights[i - 1]) && Double.isFinite(heights[i]),
                    "dendrogram, merge %d: expected a finite height that is not below the one before, found %s",
                    i,
                    heights[i]);
        }
    }

    /** How many points each cluster holds, the points themselves first // [2 * points - 1]. */
    public int[] sizes() {
        int[] sizes = new int[2 * points - 1];
        Arrays.fill(sizes, 0, points, 1);
        for (int i = 0; i < heights.length; i++) {
            sizes[points + i] = sizes[left[i]] + sizes[right[i]];
        }
        return sizes;
    }

    /** A row of left, right, height and size for each merge, as SciPy's {@code linkage} gives // [points - 1, 4]. */
    public double[][] matrix() {
        int[] sizes = sizes();
        double[][] rows = new double[points - 1][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {left[i], right[i], heights[i], sizes[points + i]};
        }
        return rows;
    }

    /**
     * The cluster of each point when all merges up to {@code height} are done: SciPy's {@code fcluster} with the
     * criterion {@code distance}, less one.
     *
     * @return from 0, in the order of the leaves of the drawn tree // [points]
     */
    public int[] cut(double height) {
        Check.that(!Double.isNaN(height), "dendrogram: expected a height to cut at, found NaN");
        return new Cut(this, height).labels();
    }

    /**
     * The cluster of each point for the lowest cut that leaves at most {@code most} clusters: SciPy's {@code fcluster}
     * with the criterion {@code maxclust}, less one. Merges of one height are all done or none, so there may be
     * fewer; as many as there are points give each point its own, in the points' order.
     *
     * @return as {@link #cut} // [points]
     */
    public int[] cutInto(int most) {
        Check.that(most >= 1, "dendrogram: expected 1 cluster or more, found %d", most);
        if (most >= points) {
            return IntStream.range(0, points).toArray();
        }
        int merges = points - most; // the fewest to be done
        return cut(heights[merges - 1]);
    }

    /** The number of clusters when all merges up to {@code height} are done. */
    public int count(double height) {
        int merges = 0;
        while (merges < heights.length && heights[merges] <= height) {
            merges++;
        }
        return points - merges;
    }

    /** The points in the order in which a drawing without crossings has them // [points]. */
    public int[] leaves() {
        int[] order = new int[points];
        int[] stack = new int[points];
        int depth = 0;
        int found = 0;
        stack[depth++] = 2 * points - 2;
        while (depth > 0) {
            int cluster = stack[--depth];
            if (cluster < points) {
                order[found++] = cluster;
            } else {
                stack[depth++] = right[cluster - points];
                stack[depth++] = left[cluster - points];
            }
        }
        return order;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "dendrogram of %,d points", points);
    }
}
