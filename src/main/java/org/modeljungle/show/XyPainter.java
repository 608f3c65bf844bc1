package org.modeljungle.show;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Hands an {@link XyChart} to XChart. */
final class XyPainter {

    private static final BasicStroke LINE = new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final int FEW_POINTS = 30; // drawn with markers on their line
    private static final int FEW_TICKS = 12;

    private XyPainter() {}

    static Picture paint(XyChart chart) {
        XyChart.Axes axes = chart.axes();
        XYChart drawn = new XYChartBuilder()
                .width(Math.max(axes.width(), ChartStyle.legendWidth(legend(chart))))
                .height(axes.height())
                .title(axes.title())
                .xAxisTitle(axes.xLabel())
                .yAxisTitle(axes.yLabel())
                .build();
        ChartStyle.apply(drawn.getStyler());
        drawn.getStyler().setXAxisLogarithmic(axes.logX()).setYAxisLogarithmic(axes.logY());
        drawn.getStyler().setLegendVisible(chart.series().size() > 1 || !Double.isNaN(chart.chance()));
        addRoundTicks(chart, drawn);
        for (int i = 0; i < chart.series().size(); i++) {
            add(chart, drawn, i);
        }
        addChance(chart, drawn);
        return ChartStyle.picture(chart.alt(), drawn);
    }

    private static List<String> legend(XyChart chart) {
        List<String> names = new ArrayList<>();
        chart.series().forEach(series -> names.add(series.name()));
        if (!Double.isNaN(chart.chance())) {
            names.add(chanceName(chart));
        }
        return names;
    }

    private static String chanceName(XyChart chart) {
        return "chance " + Numbers.text(chart.chance());
    }

    private static void add(XyChart chart, XYChart drawn, int index) {
        XyChart.Series series = chart.series().get(index);
        int[] kept = kept(chart.axes(), series);
        if (kept.length == 0) {
            return;
        }
        double[] errors = series.errors().length == 0 ? null : pick(series.errors(), kept);
        XYSeries line = drawn.addSeries(series.name(), pick(series.xs(), kept), pick(series.ys(), kept), errors);
        line.setLineColor(Style.series(index)).setLineStyle(LINE);
        line.setMarkerColor(Style.series(index));
        if (!chart.lines()) {
            line.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        }
        boolean marked = !chart.lines() || kept.length <= FEW_POINTS;
        line.setMarker(marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }

    /**
     * XChart puts the ticks of x at data points where the first series has them equally spaced: fine for six layers,
     * odd for 2,000 steps (0, 130, 260, ...). An invisible first series, not equally spaced, gives round numbers.
     */
    private static void addRoundTicks(XyChart chart, XYChart drawn) {
        for (XyChart.Series series : chart.series()) {
            int[] kept = kept(chart.axes(), series);
            if (kept.length > FEW_TICKS) {
                int[] three = {kept[0], kept[1], kept[kept.length - 1]};
                XYSeries hidden = drawn.addSeries(" ", pick(series.xs(), three), pick(series.ys(), three));
                hidden.setMarker(SeriesMarkers.NONE)
                        .setLineStyle(SeriesLines.NONE)
                        .setShowInLegend(false);
                return;
            }
        }
    }

    /** The points that can be drawn. */
    private static int[] kept(XyChart.Axes axes, XyChart.Series series) {
        return IntStream.range(0, series.ys().length)
                .filter(i -> visible(series.xs()[i], axes.logX()) && visible(series.ys()[i], axes.logY()))
                .toArray();
    }

    private static boolean visible(double value, boolean logarithmic) {
        return Double.isFinite(value) && (!logarithmic || value > 0);
    }

    private static double[] pick(double[] values, int[] indices) {
        return IntStream.of(indices).mapToDouble(i -> values[i]).toArray();
    }

    private static void addChance(XyChart chart, XYChart drawn) {
        if (Double.isNaN(chart.chance()) || drawn.getSeriesCollection().isEmpty()) {
            return;
        }
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (XYSeries series : drawn.getSeriesCollection()) {
            low = Math.min(low, series.getXMin());
            high = Math.max(high, series.getXMax());
        }
        double[] ys = {chart.chance(), chart.chance()};
        XYSeries line = drawn.addSeries(chanceName(chart), new double[] {low, high}, ys);
        line.setLineStyle(Style.dashes()).setLineColor(Style.MUTED);
        line.setMarker(SeriesMarkers.NONE);
    }
}
