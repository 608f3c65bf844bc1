package org.modeljungle.show;

import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.router.Dendrogram;

/**
 * A drawn dendrogram: points below, merges at their heights; clusters below the cut in colours, the largest in the
 * first.
 *
 * @param title above all
 * @param axis what heights are
 * @param tree what is drawn
 * @param names a name per point; empty for numbers
 * @param most the most leaves that are drawn: what merged before the last {@code most - 1} merges is a triangle with
 *     its number of points
 * @param cut the height of the cut, a dashed line; NaN for none
 * @param log whether heights are on a logarithmic axis; merges at 0 are drawn at its lower end
 */
public record DendrogramChart(
        String title, String axis, Dendrogram tree, List<String> names, int most, double cut, boolean log)
        implements Figure {

    /** Checks that there is a name for each point. */
    public DendrogramChart {
        names = List.copyOf(names);
        Check.that(
                names.isEmpty() || names.size() == tree.points(),
                "dendrogram '%s': expected a name for each of %d points, found %d",
                title,
                tree.points(),
                names.size());
        Check.that(most >= 2, "dendrogram '%s': expected 2 leaves or more to draw, found %d", title, most);
    }

    static DendrogramChart of(String title, Dendrogram tree) {
        return new DendrogramChart(title, "distance", tree, List.of(), 40, Double.NaN, false);
    }

    /** The same chart with a line at {@code height}, and the clusters below it in colours. */
    public DendrogramChart cut(double height) {
        return new DendrogramChart(title, axis, tree, names, most, height, log);
    }

    /** The same chart with at most {@code leaves} leaves; 40 by default. */
    public DendrogramChart leaves(int leaves) {
        return new DendrogramChart(title, axis, tree, names, leaves, cut, log);
    }

    /** The same chart with a name for each point. */
    public DendrogramChart names(List<String> texts) {
        return new DendrogramChart(title, axis, tree, texts, most, cut, log);
    }

    /** The same chart with another name for what heights are; "distance" by default. */
    public DendrogramChart axis(String text) {
        return new DendrogramChart(title, text, tree, names, most, cut, log);
    }

    /** The same chart with heights on a logarithmic axis. */
    public DendrogramChart logY() {
        return new DendrogramChart(title, axis, tree, names, most, cut, true);
    }

    @Override
    public Picture picture() {
        return Picture.guarded(alt(), () -> new DendrogramPainter(this).paint());
    }

    /** What the chart shows, in words. */
    String alt() {
        String clusters = Double.isNaN(cut)
                ? ""
                : "; cut at " + Numbers.brief(cut) + " into " + counted(tree.count(cut), "cluster")
                        + ", the largest of " + counted(new DendrogramLayout(this).largest(), "point");
        double[] heights = tree.heights();
        return title + ", dendrogram of " + tree.points() + " points, merged at " + axis + " "
                + Numbers.brief(heights[0]) + " to " + Numbers.brief(heights[heights.length - 1]) + clusters;
    }

    private static String counted(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    @Override
    public String toString() {
        return alt();
    }
}
