package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Hands a {@link BarChart} to XChart. */
final class BarPainter {

    private static final int LONG_LABELS = 90; // characters that fit side by side below the chart

    private BarPainter() {}

    static Picture paint(BarChart chart) {
        int bars = chart.categories().size() * Math.max(1, chart.series().size());
        int characters = chart.categories().stream().mapToInt(String::length).sum();
        boolean rotated = characters > LONG_LABELS * 2 / 3
                || longest(chart) * chart.categories().size() > LONG_LABELS;
        CategoryChart drawn = new CategoryChartBuilder()
                .width(Math.max(legendWidth(chart), Math.max(480, Math.min(960, 140 + bars * 46))))
                .height(rotated ? 420 : 360)
                .title(chart.title())
                .yAxisTitle(valueLabel(chart))
                .build();
        ChartStyle.apply(drawn.getStyler());
        drawn.getStyler().setAvailableSpaceFill(chart.series().size() > 1 ? 0.8 : 0.6);
        drawn.getStyler()
                .setPlotGridVerticalLinesVisible(false)
                .setXAxisTickMarkSpacingHint(1) // every bar has its label
                .setLegendVisible(chart.series().size() > 1);
        if (rotated) {
            drawn.getStyler().setXAxisLabelRotation(45);
        }
        for (BarChart.Series series : chart.series()) {
            drawn.addSeries(series.name(), chart.categories(), list(series.values()), errors(series));
        }
        setRange(chart, drawn);
        if (!Double.isNaN(chart.chance())) {
            drawn.addAnnotation(new AnnotationLine(chart.chance(), false, false));
        }
        return ChartStyle.picture(chart.alt(), drawn);
    }

    private static int legendWidth(BarChart chart) {
        return ChartStyle.legendWidth(
                chart.series().stream().map(BarChart.Series::name).toList());
    }

    private static int longest(BarChart chart) {
        return chart.categories().stream().mapToInt(String::length).max().orElse(0);
    }

    private static String valueLabel(BarChart chart) {
        return Double.isNaN(chart.chance())
                ? chart.valueLabel()
                : chart.valueLabel() + " (dashed: chance " + Numbers.text(chart.chance()) + ")";
    }

    /** From zero, or below where values are, to the highest bar's error bar or the chance line. */
    private static void setRange(BarChart chart, CategoryChart drawn) {
        double low = 0;
        double high = Double.isNaN(chart.chance()) ? 0 : chart.chance();
        for (BarChart.Series series : chart.series()) {
            for (int i = 0; i < series.values().length; i++) {
                double value = finite(series.values()[i]);
                double error = series.errors().length == 0 ? 0 : finite(series.errors()[i]);
                low = Math.min(low, value - (value < 0 ? error : 0));
                high = Math.max(high, value + error);
            }
        }
        if (high > low) {
            drawn.getStyler().setYAxisMin(low * 1.05).setYAxisMax(high * 1.05);
        }
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }

    private static List<Double> errors(BarChart.Series series) {
        return series.errors().length == 0 ? null : list(series.errors());
    }

    /** What is not finite is null: XChart then draws neither a bar nor an error bar. */
    private static List<Double> list(double[] values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(Double.isFinite(value) ? value : null);
        }
        return list;
    }
}
