package org.modeljungle.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Numbers;

/**
 * A line chart or a scatter plot.
 *
 * @param axes title, labels and kinds of axes
 * @param lines whether points are joined
 * @param series the data, in the order of the legend
 * @param chance the value that guessing reaches, drawn as a dashed line, or named at the axis where its line would
 *     leave less than a quarter of the chart to the numbers; NaN for none
 * @param marks points of the series that stand out
 */
public record XyChart(Axes axes, boolean lines, List<Series> series, double chance, List<Mark> marks)
        implements Figure {

    /**
     * Title, labels and kinds of axes.
     *
     * @param logX whether x is drawn by its logarithm; points with x of 0 or less are then left out
     * @param logY whether y is drawn by its logarithm; points with y of 0 or less are then left out
     * @param width of the chart, in pixels
     * @param height of the chart, in pixels
     */
    public record Axes(String title, String xLabel, String yLabel, boolean logX, boolean logY, int width, int height) {}

    /**
     * One line, or one cloud of points.
     *
     * @param errors half the length of each error bar, 0 or NaN for none; empty where no point has one; drawn as a band
     *     where there are more than 30 points
     */
    @SuppressWarnings("ArrayRecordComponent") // plain data on its way to the drawing, never compared
    public record Series(String name, double[] xs, double[] ys, double[] errors) {

        /** Checks the lengths. */
        public Series {
            Check.that(
                    xs.length == ys.length,
                    "chart series '%s': expected as many x as y, found %d and %d",
                    name,
                    xs.length,
                    ys.length);
            Check.that(
                    errors.length == 0 || errors.length == ys.length,
                    "chart series '%s': expected %d error bars, one per point, found %d",
                    name,
                    ys.length,
                    errors.length);
        }
    }

    /**
     * Points that stand out, each in a ring.
     *
     * @param name of all of them, for the legend
     */
    @SuppressWarnings("ArrayRecordComponent") // plain data on its way to the drawing, never compared
    public record Mark(String name, double[] xs, double[] ys) {

        /** Checks the lengths. */
        public Mark {
            Check.that(
                    xs.length == ys.length,
                    "chart marks '%s': expected as many x as y, found %d and %d",
                    name,
                    xs.length,
                    ys.length);
        }
    }

    /** Copies the lists and checks that names differ. */
    public XyChart {
        series = List.copyOf(series);
        marks = List.copyOf(marks);
        long names = series.stream().map(Series::name).distinct().count();
        Check.that(
                names == series.size(),
                "chart '%s': expected series with names of their own, found %s",
                axes.title(),
                series.stream().map(Series::name).toList());
    }

    static XyChart of(String title, String xLabel, String yLabel, boolean lines) {
        return new XyChart(
                new Axes(title, xLabel, yLabel, false, false, 640, 360), lines, List.of(), Double.NaN, List.of());
    }

    /** The same chart with one more series. */
    public XyChart series(String name, double[] xs, double[] ys) {
        return series(name, xs, ys, new double[0]);
    }

    /**
     * The same chart with one more series with error bars.
     *
     * @param errors half the length of each error bar
     */
    public XyChart series(String name, double[] xs, double[] ys, double[] errors) {
        List<Series> more = new ArrayList<>(series);
        more.add(new Series(name, xs, ys, errors));
        return new XyChart(axes, lines, more, chance, marks);
    }

    /** The same chart with one more series. */
    public XyChart series(String name, List<? extends Number> xs, List<? extends Number> ys) {
        return series(name, numbers(xs), numbers(ys));
    }

    /**
     * The same chart with one more series of a picture's points, whose second coordinate goes down, drawn as the
     * picture shows them.
     *
     * @param xy one after the other // [points, 2]
     */
    public XyChart points(String name, float... xy) {
        Check.that(xy.length % 2 == 0, "points '%s': expected pairs of numbers, found %d numbers", name, xy.length);
        double[] xs = new double[xy.length / 2];
        double[] ys = new double[xs.length];
        Arrays.setAll(xs, i -> xy[2 * i]);
        Arrays.setAll(ys, i -> -xy[2 * i + 1]);
        return series(name, xs, ys);
    }

    /** The same chart with one more series, at x of 1, 2, 3, ... */
    public XyChart series(String name, double[] ys) {
        double[] xs = new double[ys.length];
        Arrays.setAll(xs, i -> i + 1);
        return series(name, xs, ys);
    }

    /** The same chart with one more series, at x of 1, 2, 3, ... */
    public XyChart series(String name, float[] ys) {
        return series(name, widen(ys));
    }

    /** The same chart with a dashed line at the value that guessing reaches. */
    public XyChart chance(double value) {
        return new XyChart(axes, lines, series, value, marks);
    }

    /**
     * The same chart with a ring around some points, such as the best of each series.
     *
     * @param name of all of them, for the legend
     */
    public XyChart mark(String name, double[] xs, double[] ys) {
        List<Mark> more = new ArrayList<>(marks);
        more.add(new Mark(name, xs, ys));
        return new XyChart(axes, lines, series, chance, more);
    }

    /** The same chart with x drawn by its logarithm; points with x of 0 or less are left out. */
    public XyChart logX() {
        return with(new Axes(axes.title, axes.xLabel, axes.yLabel, true, axes.logY, axes.width, axes.height));
    }

    /** The same chart with y drawn by its logarithm; points with y of 0 or less are left out. */
    public XyChart logY() {
        return with(new Axes(axes.title, axes.xLabel, axes.yLabel, axes.logX, true, axes.width, axes.height));
    }

    /** The same chart at another size, in pixels. */
    public XyChart size(int width, int height) {
        return with(new Axes(axes.title, axes.xLabel, axes.yLabel, axes.logX, axes.logY, width, height));
    }

    private XyChart with(Axes changed) {
        return new XyChart(changed, lines, series, chance, marks);
    }

    @Override
    public Picture picture() {
        return Picture.guarded(alt(), () -> XyPainter.paint(this));
    }

    /** What the chart shows, in words. */
    String alt() {
        List<String> parts = new ArrayList<>();
        for (Series one : series) {
            int[] drawn = drawn(one.xs(), one.ys());
            int last = drawn.length == 0 ? -1 : drawn[drawn.length - 1];
            String end = last < 0 || !lines ? "" : ", ends at " + Numbers.brief(one.ys()[last]);
            boolean uncertain = last >= 0 && one.errors().length > 0 && one.errors()[last] > 0;
            String error = uncertain && lines ? " \u00b1 " + Numbers.brief(one.errors()[last]) : "";
            String points = drawn.length == 1 ? " point" : " points";
            int others = one.ys().length - drawn.length;
            String left = others == 0 ? "" : ", " + others + " that cannot be drawn";
            parts.add(one.name() + " (" + drawn.length + points + end + error + left + ")");
        }
        String kind = lines ? "line chart" : "scatter plot";
        return axes.title() + ", " + kind + " of " + axes.yLabel() + " over " + axes.xLabel() + ": "
                + String.join("; ", parts) + (Double.isNaN(chance) ? "" : "; " + Style.chance(chance))
                + marks.stream().map(this::words).collect(Collectors.joining());
    }

    /** The points that have a place on both axes. */
    int[] drawn(double[] xs, double[] ys) {
        return IntStream.range(0, xs.length)
                .filter(i -> XyPainter.visible(xs[i], axes.logX) && XyPainter.visible(ys[i], axes.logY))
                .toArray();
    }

    private String words(Mark mark) {
        String points = IntStream.of(drawn(mark.xs, mark.ys))
                .mapToObj(i -> Numbers.brief(mark.ys[i]) + " at " + Numbers.brief(mark.xs[i]))
                .collect(Collectors.joining(", "));
        return "; " + mark.name + ": " + points;
    }

    static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    private static double[] numbers(List<? extends Number> values) {
        return values.stream().mapToDouble(Number::doubleValue).toArray();
    }

    @Override
    public String toString() {
        return alt();
    }
}
