package org.modeljungle.router;

import java.util.Arrays;
import org.modeljungle.Progress;

/** The minimum spanning tree (Prim 1957): its edges are the merges of single linkage. */
final class SpanningTree {

    private SpanningTree() {}

    static Linkage.Merges of(Distances distances, Progress progress) {
        int points = distances.points();
        Linkage.Merges merges = Linkage.Merges.of(points);
        double[] toTree = new double[points]; // how far each point is from the tree
        Arrays.fill(toTree, Double.POSITIVE_INFINITY);
        boolean[] inTree = new boolean[points];
        int newest = 0;
        for (int merge = 0; merge < points - 1; merge++) {
            inTree[newest] = true;
            int nearest = -1;
            for (int j = 0; j < points; j++) {
                if (!inTree[j]) {
                    toTree[j] = Math.min(toTree[j], distances.get(newest, j));
                    nearest = nearest < 0 || toTree[j] < toTree[nearest] ? j : nearest;
                }
            }
            merges.set(merge, newest, nearest, toTree[nearest]);
            newest = nearest;
            progress.step();
        }
        return merges;
    }
}
