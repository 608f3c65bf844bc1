package org.modeljungle.show;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws an {@link XyChart}. */
final class XyPainter {

    private static final int FRAME = 125; // pixels of a chart's height for a title, names and a legend of one line each
    private static final int FEW_POINTS = 30; // drawn with a mark each, and with error bars instead of a band
    private static final int MARKS = 6; // on a line of many points
    private static final int MANY = 150; // points of a cloud, drawn smaller and half transparent
    private static final double APART = 4; // pixels between error bars of different series at the same x

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
    private final List<Double> upTicks;
    private final Plot plot;

    XyPainter(XyChart chart) {
        this.chart = chart;
        for (int i = 0; i < chart.series().size(); i++) {
            all.add(points(i));
        }
        XyChart.Axes axes = chart.axes();
        across = axis(all.stream().flatMapToDouble(points -> DoubleStream.of(points.xs)), axes.logX());
        up = axis(DoubleStream.concat(all.stream().flatMapToDouble(XyPainter::reach), chance()), axes.logY());
        int high = Math.max(80, axes.height() - FRAME);
        upTicks = whole(up.ticks(Math.max(3, high / 34)), all.stream().flatMapToDouble(p -> DoubleStream.of(p.ys)));
        int left = Plot.PADDING + Plot.widest(up.texts(upTicks), Plot.TICK) + 8;
        Legend legend = Legend.of(
                all.stream().map(this::name).toList(),
                chart.lines() ? Legend.Sign.LINE : Legend.Sign.POINT,
                Style.chance(chart.chance()),
                axes.width() - 2 * Plot.PADDING);
        plot = new Plot(axes.title(), axes.yLabel(), axes.xLabel(), legend, axes.width(), left, 20, high, Plot.LABELS);
    }

    private String name(Points points) {
        String name = chart.series().get(points.series).name();
        return points.ys.length == 0 ? name + " (no points)" : name;
    }

    Picture paint() {
        return Picture.draw(chart.alt(), plot.width(), plot.height(), this::draw);
    }

    private DoubleStream chance() {
        return DoubleStream.of(chart.chance())
                .filter(value -> visible(value, chart.axes().logY()));
    }

    private static Axis axis(DoubleStream values, boolean log) {
        double[] kept = values.filter(value -> visible(value, log)).toArray();
        return Axis.around(
                DoubleStream.of(kept).min().orElse(Double.NaN),
                DoubleStream.of(kept).max().orElse(Double.NaN),
                log);
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
        int[] kept = IntStream.range(0, series.ys().length)
                .filter(i -> visible(series.xs()[i], chart.axes().logX())
                        && visible(series.ys()[i], chart.axes().logY()))
                .toArray();
        double[] errors = series.errors().length == 0 ? new double[0] : pick(series.errors(), kept);
        return new Points(index, pick(series.xs(), kept), pick(series.ys(), kept), errors);
    }

    private static double[] pick(double[] values, int[] indices) {
        return IntStream.of(indices).mapToDouble(i -> values[i]).toArray();
    }

    private static boolean visible(double value, boolean logarithmic) {
        return Double.isFinite(value) && (!logarithmic || value > 0);
    }

    /** Whole numbers have no ticks between them. */
    private static List<Double> whole(List<Double> ticks, DoubleStream values) {
        return values.allMatch(value -> value == Math.rint(value))
                ? ticks.stream().filter(tick -> tick == Math.rint(tick)).toList()
                : ticks;
    }

    private void draw(Graphics2D graphics) {
        plot.drawTexts(graphics);
        List<Double> ticks =
                whole(plot.horizontalTicks(across), all.stream().flatMapToDouble(p -> DoubleStream.of(p.xs)));
        plot.drawHorizontal(graphics, across, ticks);
        plot.drawVertical(graphics, up, upTicks);
        chance().forEach(value -> {
            graphics.setColor(Style.MUTED);
            graphics.setStroke(Style.dashes());
            graphics.draw(new Line2D.Double(plot.x(0), y(value), plot.x(1), y(value)));
        });
        all.forEach(points -> drawErrors(graphics, points));
        all.forEach(points -> drawLine(graphics, points));
        all.forEach(points -> drawMarks(graphics, points));
    }

    /** Series with error bars stand a little apart, so that none hides another. */
    private double x(Points points, int i) {
        boolean apart = points.few() && all.stream().anyMatch(Points::uncertain);
        double shift = apart ? (points.series - (all.size() - 1) / 2.0) * APART : 0;
        return plot.x(across.place(points.xs[i])) + shift;
    }

    private double y(double value) {
        return plot.y(up.place(value));
    }

    private void drawErrors(Graphics2D graphics, Points points) {
        if (!points.uncertain()) {
            return;
        }
        if (points.few()) {
            for (int i = 0; i < points.ys.length; i++) {
                if (points.error(i) > 0) {
                    double low = y(points.ys[i] - points.error(i));
                    double high = y(points.ys[i] + points.error(i));
                    Marks.whiskers(graphics, points.series, x(points, i), low, x(points, i), high);
                }
            }
            return;
        }
        Path2D band = new Path2D.Double();
        for (int i = 0; i < points.ys.length; i++) {
            append(band, x(points, i), y(points.ys[i] + points.error(i)));
        }
        for (int i = points.ys.length - 1; i >= 0; i--) {
            append(band, x(points, i), y(points.ys[i] - points.error(i)));
        }
        Color color = Style.series(points.series);
        graphics.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 50));
        graphics.fill(band);
    }

    private static void append(Path2D path, double x, double y) {
        if (path.getCurrentPoint() == null) {
            path.moveTo(x, y);
        } else {
            path.lineTo(x, y);
        }
    }

    private void drawLine(Graphics2D graphics, Points points) {
        if (!chart.lines() || points.ys.length == 0) {
            return;
        }
        Path2D path = new Path2D.Double();
        for (int i = 0; i < points.ys.length; i++) {
            append(path, x(points, i), y(points.ys[i]));
        }
        graphics.setColor(Style.series(points.series));
        BasicStroke stroke = Style.line();
        graphics.setStroke(stroke);
        graphics.draw(path);
    }

    private void drawMarks(Graphics2D graphics, Points points) {
        boolean many = !chart.lines() && points.ys.length > MANY;
        Composite before = graphics.getComposite();
        if (many) {
            graphics.setComposite(AlphaComposite.SrcOver.derive(0.6f));
        }
        int step = !chart.lines() || points.few() ? 1 : Math.max(1, points.ys.length / MARKS);
        int first = step == 1 ? 0 : (int) ((points.series + 0.5) * step / all.size()) % step;
        for (int i = first; i < points.ys.length; i += step) {
            Marks.mark(graphics, points.series, x(points, i), y(points.ys[i]), many ? 5 : Marks.SIZE);
        }
        graphics.setComposite(before);
    }
}
