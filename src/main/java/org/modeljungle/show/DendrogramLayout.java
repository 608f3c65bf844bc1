package org.modeljungle.show;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.router.Dendrogram;

/** The positions and colours of the clusters of a {@link DendrogramChart}. */
final class DendrogramLayout {

    /** The colour of a cluster that the cut divides, and of all without a cut. */
    static final int DIVIDED = -1;

    /** The colour of a point that is a cluster of its own. */
    static final int SINGLE = -2;

    private final Dendrogram tree;
    private final int[] sizes; // [clusters]
    private final int[] tops; // the whole cluster below the cut that each is part of, or -1 // [clusters]
    private final int[] colors; // [clusters]
    private final List<Integer> shown = new ArrayList<>(); // the drawn leaves, from the left
    private final double[] places; // in leaves, from the left // [clusters]
    private final int firstDrawn; // the first merge that is drawn
    private int largest;

    DendrogramLayout(DendrogramChart chart) {
        tree = chart.tree();
        sizes = tree.sizes();
        firstDrawn = Math.max(0, tree.points() - chart.most());
        tops = tops(chart.cut());
        colors = colors();
        places = new double[sizes.length];
        order();
        for (int merge = firstDrawn; merge < tree.heights().length; merge++) {
            places[tree.points() + merge] = (places[tree.left()[merge]] + places[tree.right()[merge]]) / 2;
        }
    }

    /** The drawn leaves, from the left. */
    List<Integer> shown() {
        return shown;
    }

    /** The number of the first merge that is drawn. */
    int firstDrawn() {
        return firstDrawn;
    }

    int size(int cluster) {
        return sizes[cluster];
    }

    /** How many points the largest cluster below the cut has. */
    int largest() {
        return largest;
    }

    /** Whether the cluster is a leaf of the drawing. */
    boolean isLeaf(int cluster) {
        return cluster < tree.points() + firstDrawn;
    }

    /** The position of a cluster: 0 is the first leaf, 1 the second. */
    double place(int cluster) {
        return places[cluster];
    }

    double height(int cluster) {
        return cluster < tree.points() ? 0 : tree.heights()[cluster - tree.points()];
    }

    /** The whole cluster below the cut that this is a part of; -1 if it is not below. */
    int top(int cluster) {
        return tops[cluster];
    }

    /** The colour of a cluster: a number for {@link Style#series}, {@link #DIVIDED} or {@link #SINGLE}. */
    int color(int cluster) {
        return tops[cluster] < 0 ? DIVIDED : colors[tops[cluster]];
    }

    private int[] tops(double cut) {
        int[] found = new int[sizes.length];
        for (int cluster = sizes.length - 1; cluster >= 0; cluster--) {
            if (cluster == sizes.length - 1) {
                found[cluster] = height(cluster) <= cut ? cluster : -1;
            }
            if (cluster >= tree.points()) {
                int[] children = {tree.left()[cluster - tree.points()], tree.right()[cluster - tree.points()]};
                for (int child : children) {
                    boolean below = height(child) <= cut; // false without a cut
                    found[child] = found[cluster] >= 0 ? found[cluster] : below ? child : -1;
                }
            }
        }
        return found;
    }

    /** The largest cluster has the first colour, among equals that with the first point: the order of {@code Trees}. */
    private int[] colors() {
        int[] found = new int[sizes.length];
        int[] first = first();
        int next = 0;
        List<Integer> whole = IntStream.range(0, sizes.length)
                .filter(cluster -> tops[cluster] == cluster)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(cluster -> -sizes[cluster])
                        .thenComparingInt(cluster -> first[cluster]))
                .toList();
        for (int cluster : whole) {
            found[cluster] = sizes[cluster] == 1 ? SINGLE : next++;
            largest = Math.max(largest, sizes[cluster]);
        }
        return found;
    }

    /** The smallest point of each cluster. */
    private int[] first() {
        int[] first = IntStream.range(0, sizes.length).toArray();
        for (int merge = 0; merge < tree.heights().length; merge++) {
            first[tree.points() + merge] = Math.min(first[tree.left()[merge]], first[tree.right()[merge]]);
        }
        return first;
    }

    private void order() {
        int[] stack = new int[tree.points()];
        int depth = 0;
        stack[depth++] = sizes.length - 1;
        while (depth > 0) {
            int cluster = stack[--depth];
            if (isLeaf(cluster)) {
                places[cluster] = shown.size();
                shown.add(cluster);
            } else {
                stack[depth++] = tree.right()[cluster - tree.points()];
                stack[depth++] = tree.left()[cluster - tree.points()];
            }
        }
    }
}
