package org.modeljungle.show;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;

/**
 * What stands around the data of a chart: title, the axes' names and numbers, grid lines, legend.
 *
 * @param title in as many lines as it needs
 * @param above the name of the vertical axis, lying, where a reader begins; empty for none
 * @param below the name of the horizontal axis; empty for none
 * @param legend at the bottom
 * @param width of the whole chart, in pixels
 * @param left pixels left of the data, for the texts of the vertical axis
 * @param right pixels right of the data
 * @param high the height of the data, in pixels
 * @param labels the height of the horizontal axis's texts, in pixels
 */
record Plot(
        String title, String above, String below, Legend legend, int width, int left, int right, int high, int labels) {

    static final int PADDING = 12;
    static final int LABELS = 20; // pixels of one line of an axis's texts
    static final Font TICK = Style.font(11);
    private static final int TITLE_LINE = 19;
    private static final int NAME_LINE = 17;
    private static final Font TITLE = Style.bold(14);
    private static final Font NAME = Style.font(12);
    private static final BasicStroke THIN = new BasicStroke(1f);

    /** How wide texts of an axis are, in pixels. */
    static int widest(List<String> texts, Font font) {
        FontMetrics metrics = GridPainter.metrics(font);
        return texts.stream().mapToInt(metrics::stringWidth).max().orElse(0);
    }

    int top() {
        int names = lines(above, NAME).size();
        return PADDING + lines(title, TITLE).size() * TITLE_LINE + names * NAME_LINE + (names > 0 ? 8 : 6);
    }

    int bottom() {
        return top() + high;
    }

    int height() {
        return bottom() + labels + lines(below, NAME).size() * NAME_LINE + 6 + legend.height() + PADDING / 2;
    }

    /** The horizontal place of a part of the data's width, in pixels. */
    double x(double part) {
        return left + part * (width - left - right);
    }

    /** The vertical place of a part of the data's height, counted from below, in pixels. */
    double y(double part) {
        return bottom() - part * high;
    }

    private List<String> lines(String text, Font font) {
        return text.isEmpty() ? List.of() : TextLines.wrap(text, GridPainter.metrics(font), width - 2 * PADDING, 4);
    }

    /** Draws all but the axes. */
    void drawTexts(Graphics2D graphics) {
        int y = drawLines(graphics, lines(title, TITLE), TITLE, PADDING + 14, TITLE_LINE);
        drawLines(graphics, lines(above, NAME), NAME, y, NAME_LINE);
        graphics.setFont(NAME);
        int baseline = bottom() + labels + 12;
        for (String line : lines(below, NAME)) {
            int wide = graphics.getFontMetrics().stringWidth(line);
            double middle = x(0.5) - wide / 2.0;
            graphics.drawString(line, (float) Math.max(PADDING, Math.min(width - PADDING - wide, middle)), baseline);
            baseline += NAME_LINE;
        }
        legend.draw(graphics, PADDING, height() - legend.height() - PADDING / 2);
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

    /** Grid lines across, each with its number at the left. */
    void drawVertical(Graphics2D graphics, Axis axis, List<Double> ticks) {
        List<String> texts = axis.texts(ticks);
        graphics.setFont(TICK);
        FontMetrics metrics = graphics.getFontMetrics();
        for (int i = 0; i < texts.size(); i++) {
            double y = y(axis.place(ticks.get(i)));
            line(graphics, left, y, x(1), y);
            graphics.setColor(Style.MUTED);
            graphics.drawString(texts.get(i), left - 7 - metrics.stringWidth(texts.get(i)), (float) y + 4);
        }
    }

    /** Grid lines from top to bottom, each with its number below. */
    void drawHorizontal(Graphics2D graphics, Axis axis, List<Double> ticks) {
        List<String> texts = axis.texts(ticks);
        graphics.setFont(TICK);
        FontMetrics metrics = graphics.getFontMetrics();
        for (int i = 0; i < texts.size(); i++) {
            double x = x(axis.place(ticks.get(i)));
            line(graphics, x, top(), x, bottom());
            graphics.setColor(Style.MUTED);
            graphics.drawString(texts.get(i), (float) (x - metrics.stringWidth(texts.get(i)) / 2.0), bottom() + 15);
        }
    }

    /** As many round numbers as have room side by side. */
    List<Double> horizontalTicks(Axis axis) {
        for (int most = 10; most > 2; most--) {
            List<Double> ticks = axis.ticks(most);
            if (apart(axis, ticks)) {
                return ticks;
            }
        }
        return axis.ticks(2);
    }

    private boolean apart(Axis axis, List<Double> ticks) {
        FontMetrics metrics = GridPainter.metrics(TICK);
        List<String> texts = axis.texts(ticks);
        double end = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < texts.size(); i++) {
            double half = metrics.stringWidth(texts.get(i)) / 2.0;
            double x = x(axis.place(ticks.get(i)));
            if (x - half < end + 12) {
                return false;
            }
            end = x + half;
        }
        return true;
    }

    /** A grid line. */
    static void line(Graphics2D graphics, double x1, double y1, double x2, double y2) {
        graphics.setColor(Style.GRID);
        graphics.setStroke(THIN);
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }
}
