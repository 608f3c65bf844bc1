package org.modeljungle.show;

import java.awt.BasicStroke;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.modeljungle.Numbers;

/**
 * Hands a {@link BarChart} of a measure to XChart: one row a category, in it one point a series with its error bar and
 * its value written behind.
 */
final class DotPainter {

    private static final int WIDTH = 640;
    private static final int LONGEST_NAME = 240;
    private static final int FRAME = 130; // pixels of the chart's height that are not rows
    private static final int TICK_WIDE = 60; // pixels between two numbers, about
    private static final int DECIMALS = 3;
    private static final int GAP = 9; // pixels between a point and its value
    private static final BasicStroke ERROR = new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    private static final BasicStroke THIN = new BasicStroke(1f);

    private final BarChart bars;
    private final int rows;
    private final int lane; // pixels of one point's line
    private final int row; // pixels of a category
    private final List<String> names;
    private final int left; // pixels of the names
    private final int wide; // pixels of the data, about
    private final boolean chanceShown;
    private final Axis across;
    private final XYChart drawn;

    private DotPainter(BarChart chart) {
        bars = chart;
        rows = chart.categories().size();
        int series = Math.max(1, chart.series().size());
        lane = series == 1 ? 26 : 17;
        row = series * lane + (series == 1 ? 0 : 12);
        FontMetrics metrics = GridPainter.metrics(ChartStyle.TICK);
        names = chart.categories().stream()
                .map(name -> TextLines.fit(name, metrics, LONGEST_NAME))
                .toList();
        left = ChartStyle.widest(names, ChartStyle.TICK) + GAP;
        wide = WIDTH - left - 30;
        DoubleSummaryStatistics held = reach().summaryStatistics();
        chanceShown =
                Double.isFinite(chart.chance()) && Axis.hasRoomFor(chart.chance(), held.getMin(), held.getMax(), false);
        boolean beyond = Double.isFinite(chart.chance()) && !chanceShown;
        across = axis();
        drawn = new XYChartBuilder()
                .width(WIDTH - left)
                .height(FRAME + row * rows)
                .title(chart.title())
                .xAxisTitle(beyond ? Style.withoutChance(chart.valueLabel(), chart.chance()) : chart.valueLabel())
                .build();
    }

    static Picture paint(BarChart chart) {
        DotPainter painter = new DotPainter(chart);
        painter.style();
        painter.addAll();
        return ChartStyle.picture(chart.alt(), painter.drawn, "", painter.left);
    }

    /** An axis that holds both ends of all error bars, the values behind them, and chance, if it has room for it. */
    private Axis axis() {
        DoubleStream ends = chanceShown ? DoubleStream.concat(reach(), DoubleStream.of(bars.chance())) : reach();
        DoubleSummaryStatistics held = ends.summaryStatistics();
        Axis tight = Axis.around(held.getMin(), held.getMax(), false);
        List<String> texts =
                bars.series().stream().flatMap(one -> texts(one).stream()).toList();
        double texted = (GAP + ChartStyle.widest(texts, ChartStyle.TICK)) / (double) wide;
        return new Axis(tight.low(), tight.at(1 / (1 - texted)), false);
    }

    /** Both ends of all error bars. */
    private DoubleStream reach() {
        return bars.series().stream()
                .flatMapToDouble(series -> IntStream.range(0, rows)
                        .boxed()
                        .flatMapToDouble(i -> DoubleStream.of(
                                series.values()[i] - series.error(i), series.values()[i] + series.error(i))))
                .filter(Double::isFinite);
    }

    private static List<String> texts(BarChart.Series series) {
        return Numbers.column(series.values(), DECIMALS);
    }

    private void style() {
        ChartStyle.apply(drawn.getStyler());
        drawn.getStyler().setYAxisTicksVisible(false).setPlotGridHorizontalLinesVisible(false);
        drawn.getStyler().setYAxisMin(0.5).setYAxisMax(rows + 0.5);
        ChartStyle.horizontal(drawn.getStyler(), across, across.step(Math.max(2, wide / TICK_WIDE)), wide);
    }

    /** Where a point of a series lies on the vertical axis: categories from top to bottom, in each the series. */
    private double place(int series, int category) {
        double middle = (bars.series().size() - 1) / 2.0;
        return rows - category + (middle - series) * lane / row;
    }

    private void addAll() {
        double[] ends = new double[3 * rows];
        double[] places = new double[3 * rows];
        for (int i = 0; i < rows; i++) {
            set(ends, 3 * i, across.low(), across.high());
            set(places, 3 * i, rows - i, rows - i);
        }
        ChartStyle.addLines(drawn, "rows", Style.GRID, THIN, ends, places);
        if (chanceShown) {
            ChartStyle.addChance(
                    drawn, bars.chance(), new double[] {bars.chance(), bars.chance()}, new double[] {0.5, rows + 0.51});
        }
        for (int i = 0; i < bars.series().size(); i++) {
            addSeries(i);
        }
        drawn.addAnnotation(new Texts());
    }

    private void addSeries(int number) {
        BarChart.Series series = bars.series().get(number);
        double[] ends = new double[3 * rows];
        double[] places = new double[3 * rows];
        double[] at = new double[rows];
        for (int i = 0; i < rows; i++) {
            double value = series.values()[i];
            at[i] = Double.isFinite(value) ? place(number, i) : Double.NaN;
            set(ends, 3 * i, value - series.error(i), value + series.error(i));
            set(places, 3 * i, series.error(i) > 0 ? at[i] : Double.NaN, at[i]);
        }
        ChartStyle.addLines(drawn, "errors " + number, Style.series(number), ERROR, ends, places);
        ChartStyle.addPoints(drawn, number, series.name(), bars.series().size() < 2, series.values(), at);
    }

    /** A line's two ends and the gap behind it. */
    private static void set(double[] values, int start, double from, double to) {
        values[start] = from;
        values[start + 1] = to;
        values[start + 2] = Double.NaN;
    }

    /** The categories before their rows, and the values behind their points. */
    private final class Texts extends Annotation {

        Texts() {
            super(false);
        }

        @Override
        public void paint(Graphics2D graphics) {
            graphics.setFont(ChartStyle.TICK);
            FontMetrics metrics = graphics.getFontMetrics();
            for (int i = 0; i < rows; i++) {
                graphics.setColor(Style.INK);
                float x = getXAxisScreenValueForMin() - GAP - metrics.stringWidth(names.get(i));
                graphics.drawString(names.get(i), x, y(rows - i) + 4);
            }
            for (int i = 0; i < bars.series().size(); i++) {
                drawValues(graphics, i);
            }
        }

        /** Values on paper: the line of the chance level does not cross them. */
        private void drawValues(Graphics2D graphics, int number) {
            BarChart.Series series = bars.series().get(number);
            List<String> texts = texts(series);
            for (int i = 0; i < rows; i++) {
                if (Double.isFinite(series.values()[i])) {
                    float x = x(series.values()[i] + series.error(i)) + GAP;
                    float y = y(place(number, i));
                    int wide = graphics.getFontMetrics().stringWidth(texts.get(i));
                    graphics.setColor(Style.PAPER);
                    graphics.fill(new Rectangle2D.Float(x - 1, y - 6, wide + 2, 12));
                    graphics.setColor(Style.INK);
                    graphics.drawString(texts.get(i), x, y + 4);
                }
            }
        }

        private float x(double value) {
            int from = getXAxisScreenValueForMin();
            return (float) (from + across.place(value) * (getXAxisScreenValueForMax() - from));
        }

        private float y(double place) {
            int bottom = getYAxisScreenValueForMax(); // pixels are counted from above
            int top = getYAxisScreenValueForMin();
            return (float) (bottom - (place - 0.5) / rows * (bottom - top));
        }
    }
}
