package org.modeljungle.show;

import java.awt.FontMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.modeljungle.Numbers;

/** Hands a {@link BarChart} of counts or amounts to XChart: bars from zero, values on them where there is room. */
final class BarPainter {

    private static final int HIGH = 240; // of the data, in pixels
    private static final int FRAME = 115; // pixels of the chart's height that are not data
    private static final int LEFT = 60; // pixels beside the data, about
    private static final int LONGEST_NAME = 170;
    private static final int DECIMALS = 3;
    private static final int TICKS = 6;
    private static final int SLANT = 45; // degrees
    private static final double FILLED = 0.8; // of a category's width
    private static final double ABOVE = 1.04; // XChart's place of a text a little outside its bar

    private final BarChart chart;
    private final double[] values; // of all bars
    private final int width;
    private final List<String> names;
    private final boolean slanted;

    private BarPainter(BarChart chart) {
        this.chart = chart;
        values = chart.series().stream()
                .flatMapToDouble(series -> DoubleStream.of(series.values()))
                .filter(Double::isFinite)
                .toArray();
        int bars = chart.categories().size() * Math.max(1, chart.series().size());
        width = Math.max(480, Math.min(960, LEFT + 40 + bars * 46));
        slanted = !numbered() && ChartStyle.widest(chart.categories(), ChartStyle.TICK) > slot() - 6;
        FontMetrics metrics = GridPainter.metrics(ChartStyle.TICK);
        names = chart.categories().stream()
                .map(name -> TextLines.fit(name, metrics, LONGEST_NAME))
                .toList();
    }

    static Picture paint(BarChart chart) {
        return new BarPainter(chart).paint();
    }

    /** Whether the categories are ranges of numbers: then some of their labels say enough. */
    private boolean numbered() {
        return chart.categories().stream().allMatch(name -> name.matches("-?[0-9.]+"));
    }

    /** Pixels of a category. */
    private double slot() {
        return (width - LEFT - 20.0) / chart.categories().size();
    }

    private Picture paint() {
        int slant = slanted ? (int) (ChartStyle.widest(names, ChartStyle.TICK) * Math.sin(Math.toRadians(SLANT))) : 0;
        CategoryChart drawn = new CategoryChartBuilder()
                .width(width)
                .height(FRAME + HIGH + slant)
                .title(chart.title())
                .build();
        ChartStyle.apply(drawn.getStyler());
        drawn.getStyler().setAvailableSpaceFill(FILLED).setLabelsVisible(room()).setLabelsPosition(ABOVE);
        drawn.getStyler().setLabelsFont(Style.font(10));
        drawn.getStyler()
                .setPlotGridVerticalLinesVisible(false)
                .setXAxisTickLabelsColor(Style.INK)
                .setXAxisLabelAlignment(slanted ? TextAlignment.Right : TextAlignment.Centre)
                .setXAxisLabelAlignmentVertical(TextAlignment.Right)
                .setXAxisLabelRotation(slanted ? SLANT : 0);
        Axis axis = axis();
        double step = step(axis);
        ChartStyle.vertical(drawn.getStyler(), axis, step, HIGH, texts(axis.formatter(step), step));
        int apart = numbered() ? ChartStyle.widest(names, ChartStyle.TICK) + 10 : 1;
        drawn.getStyler().setXAxisTickMarkSpacingHint(apart);
        add(drawn);
        return ChartStyle.picture(chart.alt(), drawn, chart.valueLabel(), 0);
    }

    private void add(CategoryChart drawn) {
        for (int i = 0; i < chart.series().size(); i++) {
            BarChart.Series series = chart.series().get(i);
            CategorySeries bars = drawn.addSeries(Integer.toString(i), names, list(series.values()));
            bars.setLabel(series.name()).setShowInLegend(chart.series().size() > 1);
            bars.setFillColor(Style.series(i));
        }
    }

    private Axis axis() {
        double high = Math.max(0, DoubleStream.of(values).max().orElse(0));
        double low = Math.min(0, DoubleStream.of(values).min().orElse(0));
        return low < 0
                ? new Axis(low - 0.12 * (high - low), high + 0.08 * (high - low), false)
                : Axis.upTo(0, high, false);
    }

    private double step(Axis axis) {
        boolean counts = DoubleStream.of(values).allMatch(value -> value == Math.rint(value));
        return counts ? Math.max(1, axis.step(TICKS)) : axis.step(TICKS);
    }

    /** XChart writes the axis's numbers and the bars' values in one way: those that are not on the axis are values. */
    private Function<Double, String> texts(Function<Double, String> ticks, double step) {
        Map<Double, String> own = new TreeMap<>();
        for (BarChart.Series series : chart.series()) {
            List<String> texts = Numbers.column(series.values(), DECIMALS);
            for (int i = 0; i < texts.size(); i++) {
                own.put(series.values()[i], texts.get(i));
            }
        }
        return value -> {
            boolean tick = Math.abs(value / step - Math.rint(value / step)) < 1e-6;
            return tick ? ticks.apply(value) : own.getOrDefault(value, ticks.apply(value));
        };
    }

    private boolean room() {
        double wide = slot() * FILLED / Math.max(1, chart.series().size());
        return Stream.of(chart.series())
                .flatMap(List::stream)
                .allMatch(series ->
                        ChartStyle.widest(Numbers.column(series.values(), DECIMALS), Style.font(10)) <= wide + 4);
    }

    /** What is not finite is null: XChart then draws no bar. */
    private static List<Double> list(double[] values) {
        List<Double> list = new ArrayList<>(values.length);
        for (double value : values) {
            list.add(Double.isFinite(value) ? value : null);
        }
        return list;
    }
}
