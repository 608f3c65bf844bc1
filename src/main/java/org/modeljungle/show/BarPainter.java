package org.modeljungle.show;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.modeljungle.Numbers;

/** Draws a {@link BarChart} of counts or amounts: bars from zero, with their values on them where there is room. */
final class BarPainter {

    private static final int HIGH = 240; // of the data, in pixels
    private static final int LONGEST_NAME = 170;
    private static final int DECIMALS = 3;
    private static final int LINES = 3; // of a name
    private static final int LINE = 14; // pixels
    private static final double FILLED = 0.8; // of a category's width
    private static final double SLANT = Math.PI / 4;
    private static final Font VALUE = Style.font(10);

    private final BarChart chart;
    private final List<List<String>> texts = new ArrayList<>(); // [series][categories]
    private final List<List<String>> names = new ArrayList<>(); // lines of each category
    private final Axis axis;
    private final List<Double> ticks;
    private final double slot; // pixels of a category
    private final boolean slanted;
    private final Plot plot;

    BarPainter(BarChart chart) {
        this.chart = chart;
        FontMetrics metrics = GridPainter.metrics(Plot.TICK);
        chart.series().forEach(series -> texts.add(Numbers.column(series.values(), DECIMALS)));
        double[] values = chart.series().stream()
                .flatMapToDouble(series -> DoubleStream.of(series.values()))
                .filter(Double::isFinite)
                .toArray();
        double high = Math.max(0, DoubleStream.of(values).max().orElse(0));
        double low = Math.min(0, DoubleStream.of(values).min().orElse(0));
        axis = low < 0
                ? new Axis(low - 0.12 * (high - low), high + 0.08 * (high - low), false)
                : Axis.upTo(0, high, false);
        boolean counts = DoubleStream.of(values).allMatch(value -> value == Math.rint(value));
        ticks = axis.ticks(6).stream()
                .filter(tick -> !counts || tick == Math.rint(tick))
                .toList();
        int left = Plot.PADDING + Plot.widest(axis.texts(ticks), Plot.TICK) + 8;
        int bars = chart.categories().size() * Math.max(1, chart.series().size());
        int width = Math.max(480, Math.min(960, left + 40 + bars * 46));
        slot = (width - left - 20.0) / chart.categories().size();
        slanted = !numbered() && longestWord(metrics) > slot - 6;
        for (String name : chart.categories()) {
            names.add(
                    slanted || numbered()
                            ? List.of(TextLines.fit(name, metrics, LONGEST_NAME))
                            : TextLines.wrap(name, metrics, (int) slot - 6, LINES));
        }
        int most = names.stream().mapToInt(List::size).max().orElse(1);
        int labels = slanted ? (int) (widest() * Math.sin(SLANT)) + 20 : Plot.LABELS + (most - 1) * LINE;
        Legend legend = Legend.of(
                chart.series().stream().map(BarChart.Series::name).toList(),
                Legend.Sign.BAR,
                "",
                width - 2 * Plot.PADDING);
        plot = new Plot(chart.title(), chart.valueLabel(), "", legend, width, left, 20, HIGH, labels);
    }

    /** Whether the categories are ranges of numbers: then some of their labels say enough. */
    private boolean numbered() {
        return chart.categories().stream().allMatch(name -> name.matches("-?[0-9.]+"));
    }

    private int longestWord(FontMetrics metrics) {
        return chart.categories().stream()
                .flatMap(name -> Stream.of(name.split(" ", -1)))
                .mapToInt(metrics::stringWidth)
                .max()
                .orElse(0);
    }

    private int widest() {
        return names.stream()
                .mapToInt(lines -> Plot.widest(lines, Plot.TICK))
                .max()
                .orElse(0);
    }

    Picture paint() {
        return Picture.draw(chart.alt(), plot.width(), plot.height(), this::draw);
    }

    private void draw(Graphics2D graphics) {
        plot.drawTexts(graphics);
        plot.drawVertical(graphics, axis, ticks);
        drawNames(graphics);
        for (int series = 0; series < chart.series().size(); series++) {
            drawBars(graphics, series);
        }
    }

    private void drawNames(Graphics2D graphics) {
        graphics.setFont(Plot.TICK);
        FontMetrics metrics = graphics.getFontMetrics();
        int every = slanted ? 1 : Math.max(1, (int) Math.ceil((widest() + 2) / slot));
        for (int i = 0; i < names.size(); i += every) {
            double middle = plot.left() + (i + 0.5) * slot;
            graphics.setColor(Style.INK);
            if (!slanted) {
                drawLines(graphics, names.get(i), middle);
                continue;
            }
            AffineTransform before = graphics.getTransform();
            graphics.translate(middle + 3, plot.bottom() + 12);
            graphics.rotate(-SLANT);
            String name = names.get(i).get(0);
            graphics.drawString(name, -metrics.stringWidth(name), 0);
            graphics.setTransform(before);
        }
    }

    private void drawLines(Graphics2D graphics, List<String> lines, double middle) {
        FontMetrics metrics = graphics.getFontMetrics();
        for (int i = 0; i < lines.size(); i++) {
            float x = (float) (middle - metrics.stringWidth(lines.get(i)) / 2.0);
            graphics.drawString(lines.get(i), x, plot.bottom() + 15 + i * LINE);
        }
    }

    private void drawBars(Graphics2D graphics, int number) {
        double wide = slot * FILLED / chart.series().size();
        boolean room = Plot.widest(texts.get(number), VALUE) <= wide + 4;
        Color color = Style.series(number);
        graphics.setFont(VALUE);
        FontMetrics metrics = graphics.getFontMetrics();
        for (int i = 0; i < names.size(); i++) {
            double value = chart.series().get(number).values()[i];
            if (!Double.isFinite(value)) {
                continue;
            }
            double x = plot.left() + (i + (1 - FILLED) / 2) * slot + number * wide;
            double zero = plot.y(axis.place(0));
            double end = plot.y(axis.place(value));
            graphics.setColor(color);
            graphics.fill(new Rectangle2D.Double(x + 1, Math.min(zero, end), wide - 2, Math.abs(zero - end)));
            if (room) {
                String text = texts.get(number).get(i);
                graphics.setColor(Style.INK);
                float y = (float) (value < 0 ? end + 11 : end - 4);
                graphics.drawString(text, (float) (x + (wide - metrics.stringWidth(text)) / 2), y);
            }
        }
        Plot.line(graphics, plot.x(0), plot.y(axis.place(0)), plot.x(1), plot.y(axis.place(0)));
    }
}
