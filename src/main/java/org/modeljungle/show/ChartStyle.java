package org.modeljungle.show;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.internal.series.Series;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The house style of XChart's charts. */
final class ChartStyle {

    static final int TITLE_LINE = 19; // pixels
    static final int LEGEND_LINE = 19; // pixels
    static final Font TICK = Style.font(11);
    private static final int PADDING = 12;
    private static final int ABOVE_LINE = 17; // pixels
    private static final int LINES = 4; // of a title
    private static final int SIGN = 24; // pixels of a line in a legend
    private static final int GAP = 8; // pixels around the parts of a legend
    private static final int MARK = 7; // pixels across
    private static final int FEWEST = 6; // pixels between numbers
    private static final Font TITLE = Style.bold(14);
    private static final Font NAME = Style.font(12);
    private static final BasicStroke THIN = new BasicStroke(1f);

    /** Each series has a shape of its own besides its colour, so that none needs to be told by its colour. */
    private static final List<Marker> MARKERS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_DOWN,
            SeriesMarkers.TRAPEZOID);

    private ChartStyle() {}

    /** The sign of a series, by its number. */
    static Marker marker(int series) {
        return MARKERS.get(Math.floorMod(series, MARKERS.size()));
    }

    /** How wide texts are at most, in pixels. */
    static int widest(List<String> texts, Font font) {
        FontMetrics metrics = GridPainter.metrics(font);
        return texts.stream().mapToInt(metrics::stringWidth).max().orElse(0);
    }

    static void apply(AxesChartStyler styler) {
        styler.setPlotGridLinesColor(Style.GRID)
                .setPlotGridLinesStroke(THIN)
                .setAxisTitleFont(NAME)
                .setAxisTickLabelsFont(TICK)
                .setAxisTickLabelsColor(Style.MUTED)
                .setAxisTicksLineVisible(false)
                .setAxisTicksMarksVisible(false)
                .setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right)
                .setPlotMargin(0);
        styler.setBaseFont(NAME)
                .setChartBackgroundColor(Style.PAPER)
                .setPlotBackgroundColor(Style.PAPER)
                .setPlotBorderVisible(false)
                .setPlotContentSize(1)
                .setChartFontColor(Style.INK)
                .setChartTitleVisible(false)
                .setChartPadding(PADDING)
                .setSeriesColors(IntStream.range(0, Style.SERIES.size())
                        .mapToObj(Style::series)
                        .toArray(Color[]::new))
                .setMarkerSize(MARK);
        styler.setLegendFont(TICK)
                .setLegendBorderColor(Style.PAPER)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendPadding(GAP)
                .setLegendSeriesLineLength(SIGN)
                .setAnnotationTextFont(TICK)
                .setAnnotationTextFontColor(Style.INK);
    }

    /** Where a vertical axis begins and ends, and its round numbers, for data {@code high} pixels high. */
    static void vertical(AxesChartStyler styler, Axis axis, double step, int high, Function<Double, String> texts) {
        styler.setYAxisLogarithmic(axis.log())
                .setYAxisLogarithmicDecadeOnly(false)
                .setYAxisMin(axis.low())
                .setYAxisMax(axis.high())
                .setYAxisTickLabelsFormattingFunction(texts);
        styler.setYAxisTickMarkSpacingHint(pixels(axis, step, high));
    }

    /** Where a horizontal axis begins and ends, and its round numbers, for data {@code wide} pixels wide. */
    static void horizontal(AxesChartStyler styler, Axis axis, double step, int wide) {
        styler.setXAxisLogarithmic(axis.log())
                .setXAxisLogarithmicDecadeOnly(false)
                .setXAxisMin(axis.low())
                .setXAxisMax(axis.high())
                .setXAxisTickLabelsFormattingFunction(axis.formatter(step));
        styler.setXAxisTickMarkSpacingHint(pixels(axis, step, wide));
    }

    /** XChart takes the round step that is nearest to this many pixels: {@code step} itself. */
    private static int pixels(Axis axis, double step, int size) {
        return axis.log() ? FEWEST : (int) Math.max(FEWEST, step / (axis.high() - axis.low()) * size);
    }

    /** A dashed line, named in the legend, at the value that guessing reaches. */
    static void addChance(XYChart drawn, double chance, double[] xs, double[] ys) {
        XYSeries line = drawn.addSeries("chance", xs, ys);
        line.setLabel(Style.chance(chance));
        line.setMarker(SeriesMarkers.NONE).setLineColor(Style.MUTED).setLineStyle(Style.dashes());
    }

    /**
     * Lines from point to point in the colour of series {@code number}, without a name.
     *
     * @param xs of both ends of each line, a NaN after each
     * @param ys of both ends of each line, a NaN after each
     */
    static XYSeries addLines(XYChart drawn, String name, Color color, BasicStroke stroke, double[] xs, double[] ys) {
        XYSeries lines = drawn.addSeries(name, xs, ys);
        lines.setMarker(SeriesMarkers.NONE)
                .setLineColor(color)
                .setLineStyle(stroke)
                .setShowInLegend(false);
        return lines;
    }

    /** The points of a series, each with its sign; its name is in the legend where there are other series. */
    static XYSeries addPoints(XYChart drawn, int number, String name, boolean alone, double[] xs, double[] ys) {
        boolean none = xs.length == 0;
        double[] nothing = {Double.NaN};
        XYSeries points = drawn.addSeries(Integer.toString(number), none ? nothing : xs, none ? nothing : ys);
        points.setLabel(none ? name + " (no points)" : name).setShowInLegend(!alone);
        points.setMarker(marker(number)).setMarkerColor(Style.series(number));
        points.setLineColor(Style.series(number)).setLineStyle(SeriesLines.NONE);
        points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        return points;
    }

    /** Rings around points, named in the legend. */
    static void addRings(XYChart drawn, XyChart.Mark mark) {
        XYSeries rings = drawn.addSeries("mark " + mark.name(), mark.xs(), mark.ys());
        rings.setLabel(mark.name());
        rings.setMarker(new Ring()).setMarkerColor(Style.INK).setLineStyle(SeriesLines.NONE);
        rings.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    }

    /** A ring that leaves the mark inside it to be seen. */
    private static final class Ring extends Marker {

        private static final int ROOM = 6; // pixels around a mark
        private static final BasicStroke LINE = new BasicStroke(1.6f);

        @Override
        public void paint(Graphics2D graphics, double x, double y, int size) {
            double across = size + ROOM;
            graphics.setStroke(LINE);
            graphics.draw(new Ellipse2D.Double(x - across / 2, y - across / 2, across, across));
        }
    }

    /**
     * Draws {@code chart} below its title, which starts at the left as those of image grids and heat maps do and has as
     * many lines as it needs, and below the name of its vertical axis, which lies there to be read. A legend that is
     * too wide has a line for each of its names, and makes the chart higher.
     *
     * @param above the name of the vertical axis; empty for none
     * @param left pixels at the left of the chart, which its annotations fill
     */
    static Picture picture(String alt, Chart<?, ?> chart, String above, int left) {
        int width = left + chart.getWidth();
        List<String> title = lines(chart.getTitle(), TITLE, width);
        List<String> names = lines(above, NAME, width);
        int top = PADDING + title.size() * TITLE_LINE + names.size() * ABOVE_LINE;
        int plain = PADDING + TITLE_LINE + ABOVE_LINE; // is part of the height that was asked for
        int high = chart.getHeight() - plain + layLegend(chart);
        return Picture.draw(alt, width, top + high, graphics -> {
            int y = drawLines(graphics, title, TITLE, PADDING + 13, TITLE_LINE);
            drawLines(graphics, names, NAME, y, ABOVE_LINE);
            graphics.translate(left, top);
            chart.paint(graphics, width - left, high);
        });
    }

    /** Sets how the legend lies, and gives how many pixels it needs beside its first line. */
    private static int layLegend(Chart<?, ?> chart) {
        FontMetrics metrics = GridPainter.metrics(TICK);
        int room = chart.getWidth() - 2 * PADDING;
        List<Series> named = chart.getSeriesCollection().stream()
                .<Series>map(Series.class::cast)
                .filter(Series::isShowInLegend)
                .toList();
        named.forEach(one -> one.setLabel(TextLines.fit(one.getLabel(), metrics, room - SIGN - 3 * GAP)));
        int wide = named.stream()
                .mapToInt(one -> metrics.stringWidth(one.getLabel()) + SIGN + 2 * GAP)
                .sum();
        boolean one = wide + GAP <= room;
        chart.getStyler()
                .setLegendVisible(!named.isEmpty())
                .setLegendLayout(one ? Styler.LegendLayout.Horizontal : Styler.LegendLayout.Vertical);
        return one ? 0 : (named.size() - 1) * LEGEND_LINE;
    }

    private static List<String> lines(String text, Font font, int width) {
        return text.isEmpty() ? List.of() : TextLines.wrap(text, GridPainter.metrics(font), width - 2 * PADDING, LINES);
    }

    private static int drawLines(Graphics2D graphics, List<String> lines, Font font, int baseline, int step) {
        graphics.setFont(font);
        graphics.setColor(Style.INK);
        int y = baseline;
        for (String line : lines) {
            graphics.drawString(line, PADDING, y);
            y += step;
        }
        return y;
    }
}
