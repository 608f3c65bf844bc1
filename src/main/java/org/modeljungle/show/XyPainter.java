package org.modeljungle.show;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;

/** Hands an {@link XyChart} to XChart. */
final class XyPainter {

    private static final int FRAME_WIDE = 80; // pixels of a chart that are beside its data, about
    private static final int FRAME_HIGH = 125; // pixels of a chart that are above and below its data, about
    private static final int TICK_WIDE = 60; // pixels between two numbers, about
    private static final int TICK_HIGH = 34;
    private static final int FEW_TICKS = 4;
    private static final int FEW_POINTS = 30; // drawn with a mark each, and with error bars instead of a band
    private static final int MARKS = 6; // on a line of many points
    private static final int MANY = 150; // points of a cloud, drawn smaller and half transparent
    private static final int SMALL_MARK = 5;
    private static final double APART = 4; // pixels between error bars of different series at the same x
    private static final BasicStroke ERROR = new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);

    /** A series's points that can be drawn. */
    private record Points(int series, double[] xs, double[] ys, double[] errors) {

        boolean few() {
            return ys.length <= FEW_POINTS;
        }

        boolean uncertain() {
            return DoubleStream.of(errors).anyMatch(error -> error > 0);
        }

        double error(int i) {
            return errors.length > 0 && errors[i] > 0 ? errors[i] : 0;
        }
    }

    private final XyChart chart;
    private final List<Points> all = new ArrayList<>();
    private final Axis across;
    private final Axis up;
    private final XYChart drawn;

    private XyPainter(XyChart chart) {
        this.chart = chart;
        XyChart.Axes axes = chart.axes();
        for (int i = 0; i < chart.series().size(); i++) {
            all.add(points(i));
        }
        across = roomy(axis(all.stream().flatMapToDouble(points -> DoubleStream.of(points.xs)), axes.logX()));
        up = roomy(axis(DoubleStream.concat(reach(), chance()), axes.logY()));
        drawn = new XYChartBuilder()
                .width(axes.width())
                .height(axes.height())
                .title(axes.title())
                .xAxisTitle(axes.xLabel())
                .build();
    }

    static Picture paint(XyChart chart) {
        XyPainter painter = new XyPainter(chart);
        painter.style();
        painter.addAll();
        String label = chart.axes().yLabel();
        boolean beyond = visible(chart.chance(), chart.axes().logY()) && !painter.hasRoomForChance();
        return ChartStyle.picture(
                chart.alt(), painter.drawn, beyond ? Style.withoutChance(label, chart.chance()) : label, 0);
    }

    /** The chance level, if it is drawn. */
    private DoubleStream chance() {
        return DoubleStream.of(chart.chance())
                .filter(value -> visible(value, chart.axes().logY()) && hasRoomForChance());
    }

    private boolean hasRoomForChance() {
        boolean log = chart.axes().logY();
        DoubleSummaryStatistics held =
                reach().filter(value -> visible(value, log)).summaryStatistics();
        return Axis.hasRoomFor(chart.chance(), held.getMin(), held.getMax(), log);
    }

    /** Both ends of all error bars. */
    private DoubleStream reach() {
        return all.stream().flatMapToDouble(XyPainter::reach);
    }

    private static Axis axis(DoubleStream values, boolean log) {
        double[] kept = values.filter(value -> visible(value, log)).toArray();
        return Axis.around(
                DoubleStream.of(kept).min().orElse(Double.NaN),
                DoubleStream.of(kept).max().orElse(Double.NaN),
                log);
    }

    /** Rings are larger than marks. */
    private Axis roomy(Axis axis) {
        return chart.marks().isEmpty() ? axis : axis.wider();
    }

    /** Both ends of each error bar. */
    private static DoubleStream reach(Points points) {
        return IntStream.range(0, points.ys.length)
                .boxed()
                .flatMapToDouble(i ->
                        DoubleStream.of(points.ys[i] - points.error(i), points.ys[i], points.ys[i] + points.error(i)));
    }

    private Points points(int index) {
        XyChart.Series series = chart.series().get(index);
        int[] kept = chart.drawn(series.xs(), series.ys());
        double[] errors = series.errors().length == 0 ? new double[0] : pick(series.errors(), kept);
        return new Points(index, pick(series.xs(), kept), pick(series.ys(), kept), errors);
    }

    private XyChart.Mark visible(XyChart.Mark mark) {
        int[] kept = chart.drawn(mark.xs(), mark.ys());
        return new XyChart.Mark(mark.name(), pick(mark.xs(), kept), pick(mark.ys(), kept));
    }

    private static double[] pick(double[] values, int[] indices) {
        return IntStream.of(indices).mapToDouble(i -> values[i]).toArray();
    }

    static boolean visible(double value, boolean logarithmic) {
        return Double.isFinite(value) && (!logarithmic || value > 0);
    }

    private void style() {
        ChartStyle.apply(drawn.getStyler());
        int wide = wide();
        int high = Math.max(80, chart.axes().height() - FRAME_HIGH);
        DoubleStream ys = all.stream().flatMapToDouble(points -> DoubleStream.of(points.ys));
        double stepUp = whole(up.step(Math.max(3, high / TICK_HIGH)), ys);
        ChartStyle.vertical(drawn.getStyler(), up, stepUp, high, up.formatter(stepUp));
        double stepAcross = whole(across.step(Math.max(3, wide / TICK_WIDE)), DoubleStream.of(xs()));
        if (up.log() && stepAcross > across.step(FEW_TICKS)) { // XChart draws no logarithmic axis beside so wide a step
            stepAcross = across.step(FEW_TICKS);
        }
        ChartStyle.horizontal(drawn.getStyler(), across, stepAcross, wide);
        if (!chart.lines() && all.stream().anyMatch(points -> points.ys.length > MANY)) {
            drawn.getStyler().setMarkerSize(SMALL_MARK);
        }
    }

    private int wide() {
        return Math.max(80, chart.axes().width() - FRAME_WIDE);
    }

    private double[] xs() {
        return all.stream()
                .flatMapToDouble(points -> DoubleStream.of(points.xs))
                .toArray();
    }

    /** Whole numbers have no ticks between them. */
    private static double whole(double step, DoubleStream values) {
        return values.allMatch(value -> value == Math.rint(value)) ? Math.max(1, step) : step;
    }

    private void addAll() {
        chance().forEach(value -> ChartStyle.addChance(
                drawn, value, new double[] {across.low(), across.high()}, new double[] {value, value}));
        all.forEach(this::addErrors);
        if (chart.lines()) {
            all.stream().filter(points -> !points.few()).forEach(this::addLine);
        }
        all.forEach(this::addMarks);
        chart.marks().stream()
                .map(this::visible)
                .filter(mark -> mark.xs().length > 0)
                .forEach(mark -> ChartStyle.addRings(drawn, mark));
        if (drawn.getSeriesCollection().isEmpty()) {
            addMarks(new Points(0, new double[0], new double[0], new double[0]));
        }
    }

    /** Series with error bars stand a little apart, so that none hides another. */
    private double[] shifted(Points points) {
        boolean apart = points.few() && all.stream().anyMatch(Points::uncertain);
        double shift = apart ? (points.series - (all.size() - 1) / 2.0) * APART / wide() : 0;
        return DoubleStream.of(points.xs)
                .map(x -> across.at(across.place(x) + shift))
                .toArray();
    }

    private void addErrors(Points points) {
        if (points.uncertain() && points.few()) {
            addWhiskers(points);
        } else if (points.uncertain()) {
            addBand(points);
        }
    }

    private void addWhiskers(Points points) {
        double[] at = shifted(points);
        double[] xs = new double[3 * at.length];
        double[] ys = new double[3 * at.length];
        for (int i = 0; i < at.length; i++) {
            boolean none = points.error(i) == 0;
            xs[3 * i] = xs[3 * i + 1] = xs[3 * i + 2] = at[i];
            ys[3 * i] = none ? Double.NaN : low(points, i);
            ys[3 * i + 1] = none ? Double.NaN : points.ys[i] + points.error(i);
            ys[3 * i + 2] = Double.NaN;
        }
        Color color = Style.series(points.series);
        ChartStyle.addLines(drawn, "errors " + points.series, color, ERROR, xs, ys);
    }

    /** The lower end of an error bar; the axis's, where there is none on it. */
    private double low(Points points, int i) {
        return Math.max(up.low(), points.ys[i] - points.error(i));
    }

    private void addBand(Points points) {
        int n = points.ys.length;
        double[] xs = new double[2 * n];
        double[] ys = new double[2 * n];
        for (int i = 0; i < n; i++) {
            xs[i] = xs[2 * n - 1 - i] = points.xs[i];
            ys[i] = points.ys[i] + points.error(i);
            ys[2 * n - 1 - i] = low(points, i);
        }
        Color color = Style.series(points.series);
        XYSeries band = ChartStyle.addLines(drawn, "errors " + points.series, color, SeriesLines.NONE, xs, ys);
        band.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea)
                .setFillColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 50));
    }

    /** The line of many points; a line of few is drawn with their marks. */
    private void addLine(Points points) {
        Color color = Style.series(points.series);
        String name = "line " + points.series;
        ChartStyle.addLines(drawn, name, color, Style.line(), points.xs, points.ys);
    }

    /** A mark for each point, or for some on a line of many; the legend shows it. */
    private void addMarks(Points points) {
        double[] xs = shifted(points);
        int step = !chart.lines() || points.few() ? 1 : Math.max(1, points.ys.length / MARKS);
        int first = step == 1 ? 0 : (int) ((points.series + 0.5) * step / all.size()) % step;
        int[] marked =
                IntStream.iterate(first, i -> i < xs.length, i -> i + step).toArray();
        String name = chart.series().isEmpty()
                ? ""
                : chart.series().get(points.series).name();
        XYSeries marks = ChartStyle.addPoints(
                drawn, points.series, name, all.size() < 2, pick(xs, marked), pick(points.ys, marked));
        if (chart.lines() && points.few()) {
            marks.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line).setLineStyle(Style.line());
        }
        if (!chart.lines() && points.ys.length > MANY) {
            Color color = Style.series(points.series);
            marks.setMarkerColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 150));
        }
    }
}
