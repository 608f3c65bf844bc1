package org.modeljungle.show;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.modeljungle.Numbers;

/**
 * Draws a {@link BarChart} of a measure: one row a category, in it one point a series with its error bar and its value
 * written behind.
 */
final class DotPainter {

    private static final int WIDTH = 640;
    private static final int LONGEST_NAME = 240;
    private static final int DECIMALS = 3;
    private static final Font NAME = Style.font(12);
    private static final Font VALUE = Style.font(11);

    private final BarChart chart;
    private final List<List<String>> texts = new ArrayList<>(); // [series][categories]
    private final Axis axis;
    private final int lane; // pixels of one point's line
    private final int row; // pixels of a category
    private final Plot plot;

    DotPainter(BarChart chart) {
        this.chart = chart;
        for (BarChart.Series series : chart.series()) {
            texts.add(Numbers.column(series.values(), DECIMALS));
        }
        double[] reach = reach();
        axis = Axis.around(
                DoubleStream.of(reach).min().orElse(Double.NaN),
                DoubleStream.of(reach).max().orElse(Double.NaN),
                false);
        int series = Math.max(1, chart.series().size());
        lane = series == 1 ? 26 : 17;
        row = series * lane + (series == 1 ? 0 : 12);
        plot = new Plot(
                chart.title(),
                "",
                chart.valueLabel(),
                legend(),
                WIDTH,
                Plot.PADDING + Math.min(LONGEST_NAME, Plot.widest(chart.categories(), NAME)) + 14,
                Plot.PADDING
                        + 12
                        + Plot.widest(texts.stream().flatMap(List::stream).toList(), VALUE),
                row * chart.categories().size(),
                Plot.LABELS);
    }

    private Legend legend() {
        return Legend.of(
                chart.series().stream().map(BarChart.Series::name).toList(),
                Legend.Sign.POINT,
                Style.chance(chart.chance()),
                WIDTH - 2 * Plot.PADDING);
    }

    Picture paint() {
        return Picture.draw(chart.alt(), plot.width(), plot.height(), this::draw);
    }

    /** All that the axis must hold: both ends of error bars, and the chance level. */
    private double[] reach() {
        List<Double> ends = new ArrayList<>(List.of(chart.chance()));
        for (BarChart.Series series : chart.series()) {
            for (int i = 0; i < series.values().length; i++) {
                ends.add(series.values()[i] - series.error(i));
                ends.add(series.values()[i] + series.error(i));
            }
        }
        return ends.stream()
                .mapToDouble(Double::doubleValue)
                .filter(Double::isFinite)
                .toArray();
    }

    private void draw(Graphics2D graphics) {
        plot.drawTexts(graphics);
        plot.drawHorizontal(graphics, axis, plot.horizontalTicks(axis));
        FontMetrics metrics = GridPainter.metrics(NAME);
        for (int i = 0; i < chart.categories().size(); i++) {
            double middle = plot.top() + (i + 0.5) * row;
            String name = TextLines.fit(chart.categories().get(i), metrics, LONGEST_NAME);
            graphics.setFont(NAME);
            graphics.setColor(Style.INK);
            graphics.drawString(name, plot.left() - 12 - metrics.stringWidth(name), (float) middle + 4);
            Plot.line(graphics, plot.x(0), middle + row / 2.0, plot.x(1), middle + row / 2.0);
        }
        if (!Double.isNaN(chart.chance())) {
            double x = plot.x(axis.place(chart.chance()));
            graphics.setColor(Style.MUTED);
            graphics.setStroke(Style.dashes());
            graphics.draw(new Line2D.Double(x, plot.top(), x, plot.bottom()));
        }
        for (int series = 0; series < chart.series().size(); series++) {
            drawSeries(graphics, series);
        }
    }

    /** A value, on paper: the line of the chance level does not cross it. */
    private static void drawValue(Graphics2D graphics, String text, float x, float middle) {
        graphics.setFont(VALUE);
        graphics.setColor(Style.PAPER);
        int wide = graphics.getFontMetrics().stringWidth(text);
        graphics.fill(new Rectangle2D.Float(x - 1, middle - 6, wide + 2, 12));
        graphics.setColor(Style.INK);
        graphics.drawString(text, x, middle + 4);
    }

    private void drawSeries(Graphics2D graphics, int number) {
        BarChart.Series series = chart.series().get(number);
        for (int i = 0; i < series.values().length; i++) {
            double value = series.values()[i];
            if (!Double.isFinite(value)) {
                continue;
            }
            double y = plot.top() + i * row + (row - lane * chart.series().size()) / 2.0 + (number + 0.5) * lane;
            double end = plot.x(axis.place(value + series.error(i)));
            if (series.error(i) > 0) {
                Marks.whiskers(graphics, number, plot.x(axis.place(value - series.error(i))), y, end, y);
            }
            double x = plot.x(axis.place(value));
            Marks.mark(graphics, number, x, y, Marks.SIZE);
            drawValue(graphics, texts.get(number).get(i), (float) Math.max(end + 6, x + Marks.SIZE), (float) y);
        }
    }
}
