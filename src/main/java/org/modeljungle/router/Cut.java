package org.modeljungle.router;

/**
 * Numbers the clusters below a height. They are numbered from the left; where one merge joins a single point and a
 * cluster, the cluster is numbered first: SciPy's order.
 */
final class Cut {

    private final Dendrogram tree;
    private final double height;
    private final int[] labels;
    private final int[] open; // clusters yet to be painted
    private int clusters;

    Cut(Dendrogram tree, double height) {
        this.tree = tree;
        this.height = height;
        labels = new int[tree.points()];
        open = new int[tree.points()];
    }

    int[] labels() {
        int points = tree.points();
        int[] stack = new int[points]; // merges, from the root on
        byte[] visits = new byte[points - 1]; // how many sides of each merge were looked at
        int depth = 0;
        stack[depth++] = points - 2;
        while (depth > 0) {
            int merge = stack[depth - 1];
            if (tree.heights()[merge] <= height) {
                paint(points + merge, clusters++);
                depth--;
            } else if (visits[merge] < 2) {
                int side = visits[merge]++ == 0 ? tree.left()[merge] : tree.right()[merge];
                if (side >= points) {
                    stack[depth++] = side - points;
                }
            } else {
                single(tree.left()[merge]);
                single(tree.right()[merge]);
                depth--;
            }
        }
        return labels;
    }

    private void single(int cluster) {
        if (cluster < tree.points()) {
            labels[cluster] = clusters++;
        }
    }

    private void paint(int cluster, int label) {
        int depth = 0;
        open[depth++] = cluster;
        while (depth > 0) {
            int at = open[--depth];
            if (at < tree.points()) {
                labels[at] = label;
            } else {
                open[depth++] = tree.left()[at - tree.points()];
                open[depth++] = tree.right()[at - tree.points()];
            }
        }
    }
}
