package org.modeljungle.show;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Numbers;

/** Draws a {@link DendrogramChart}: heights at the left, leaf labels and one bar per cluster below. */
final class DendrogramPainter {

    private static final int PADDING = 12;
    private static final int HIGH = 260; // of the tree itself
    private static final int LINE = 18;
    private static final int LONGEST_NAME = 130;
    private static final Font TEXT = Style.font(11);
    private static final Font SMALL = Style.font(10);
    private static final BasicStroke BRANCH = new BasicStroke(1.4f, BasicStroke.CAP_SQUARE, BasicStroke.JOIN_MITER);

    private final DendrogramChart chart;
    private final DendrogramLayout layout;
    private final Axis axis;
    private final FontMetrics small = GridPainter.metrics(SMALL);
    private final List<String> labels = new ArrayList<>();
    private final boolean upright;
    private final double slot; // pixels of one leaf
    private final int left;
    private final int top;
    private final int bottom; // of the tree
    private final int labelsHigh;

    DendrogramPainter(DendrogramChart chart) {
        this.chart = chart;
        layout = new DendrogramLayout(chart);
        axis = axis();
        for (int cluster : layout.shown()) {
            labels.add(TextLines.fit(label(cluster), small, LONGEST_NAME));
        }
        int widest = labels.stream().mapToInt(small::stringWidth).max().orElse(0);
        slot = Math.max(14, Math.min(60, 640.0 / labels.size()));
        upright = widest > slot - 4;
        labelsHigh = upright ? widest + 8 : LINE;
        left = PADDING + LINE + ticksWide() + 10;
        top = PADDING + (chart.title().isEmpty() ? 0 : LINE + 12);
        bottom = top + HIGH;
    }

    Picture paint() {
        int wide = left + (int) Math.ceil(slot * labels.size()) + small.stringWidth(cutText()) + 5 + PADDING;
        int title = GridPainter.metrics(Style.bold(14)).stringWidth(chart.title()) + 2 * PADDING;
        int high = bottom + labelsHigh + (Double.isNaN(chart.cut()) ? 0 : LINE + 8) + PADDING;
        return Picture.draw(chart.alt(), Math.max(wide, title), high, this::draw);
    }

    private void draw(Graphics2D graphics) {
        graphics.setColor(Style.INK);
        graphics.setFont(Style.bold(14));
        graphics.drawString(chart.title(), PADDING, PADDING + 13);
        drawAxis(graphics);
        for (int cluster : layout.shown()) {
            drawFolded(graphics, cluster);
        }
        for (int merge = layout.firstDrawn(); merge < chart.tree().heights().length; merge++) {
            drawMerge(graphics, merge);
        }
        drawLabels(graphics);
        if (!Double.isNaN(chart.cut())) {
            drawCut(graphics);
            drawBars(graphics);
        }
    }

    private Axis axis() {
        double[] heights = chart.tree().heights();
        double largest = heights[heights.length - 1];
        double least = largest;
        for (int i = heights.length - 1; i >= layout.firstDrawn() && heights[i] > 0; i--) {
            least = heights[i];
        }
        boolean cutInside = chart.cut() > 0 && Double.isFinite(chart.cut());
        return Axis.upTo(
                cutInside ? Math.min(least, chart.cut()) : least,
                cutInside ? Math.max(largest, chart.cut()) : largest,
                chart.log());
    }

    private String label(int cluster) {
        if (cluster >= chart.tree().points()) {
            return "(" + layout.size(cluster) + ")";
        }
        return chart.names().isEmpty()
                ? Integer.toString(cluster)
                : chart.names().get(cluster);
    }

    private double x(int cluster) {
        return left + (layout.place(cluster) + 0.5) * slot;
    }

    private double y(double height) {
        return bottom - HIGH * axis.place(height);
    }

    private static Color color(int number) {
        return switch (number) {
            case DendrogramLayout.DIVIDED -> Style.INK;
            case DendrogramLayout.SINGLE -> Style.MUTED;
            default -> Style.series(number);
        };
    }

    private int ticksWide() {
        return tickTexts().stream()
                .mapToInt(GridPainter.metrics(TEXT)::stringWidth)
                .max()
                .orElse(0);
    }

    private List<String> tickTexts() {
        return axis.texts(axis.ticks());
    }

    private void drawAxis(Graphics2D graphics) {
        graphics.setFont(TEXT);
        FontMetrics metrics = graphics.getFontMetrics();
        List<String> texts = tickTexts();
        double right = left + slot * labels.size();
        for (int i = 0; i < texts.size(); i++) {
            double y = y(axis.ticks().get(i));
            graphics.setColor(Style.GRID);
            graphics.draw(new Line2D.Double(left, y, right, y));
            graphics.setColor(Style.MUTED);
            graphics.drawString(texts.get(i), left - 6 - metrics.stringWidth(texts.get(i)), (float) y + 4);
        }
        graphics.setFont(Style.font(12));
        graphics.setColor(Style.INK);
        String name = axis.log() ? chart.axis() + " (logarithmic)" : chart.axis();
        int length = graphics.getFontMetrics().stringWidth(name);
        turned(graphics, PADDING + 10, bottom - (HIGH - length) / 2.0, name);
    }

    /** Text that runs upwards from a point. */
    private static void turned(Graphics2D graphics, double x, double y, String text) {
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(-Math.PI / 2);
        graphics.drawString(text, 0, 0);
        graphics.setTransform(before);
    }

    /** A cluster whose merges are not drawn: a triangle as high as its last merge. */
    private void drawFolded(Graphics2D graphics, int cluster) {
        if (cluster < chart.tree().points()) {
            return;
        }
        double half = Math.min(12, slot * 0.38);
        double apex = Math.min(y(layout.height(cluster)), bottom - 3);
        Path2D triangle = new Path2D.Double();
        triangle.moveTo(x(cluster), apex);
        triangle.lineTo(x(cluster) - half, bottom);
        triangle.lineTo(x(cluster) + half, bottom);
        triangle.closePath();
        Color color = color(layout.color(cluster));
        graphics.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 90));
        graphics.fill(triangle);
    }

    private void drawMerge(Graphics2D graphics, int merge) {
        int cluster = chart.tree().points() + merge;
        int[] children = {chart.tree().left()[merge], chart.tree().right()[merge]};
        double y = y(layout.height(cluster));
        graphics.setStroke(BRANCH);
        for (int child : children) {
            boolean whole = layout.top(child) == child; // below the cut alone: its stem is of its colour up to there
            double crossing = Math.max(y, whole ? y(chart.cut()) : y);
            graphics.setColor(color(layout.color(child)));
            graphics.draw(new Line2D.Double(x(child), y(layout.height(child)), x(child), crossing));
            graphics.setColor(color(layout.color(cluster)));
            graphics.draw(new Line2D.Double(x(child), crossing, x(child), y));
        }
        graphics.setColor(color(layout.color(cluster)));
        graphics.draw(new Line2D.Double(x(children[0]), y, x(children[1]), y));
    }

    private void drawLabels(Graphics2D graphics) {
        graphics.setFont(SMALL);
        for (int i = 0; i < labels.size(); i++) {
            int cluster = layout.shown().get(i);
            graphics.setColor(Style.MUTED);
            int width = small.stringWidth(labels.get(i));
            if (upright) {
                turned(graphics, x(cluster) + 4, bottom + 6 + width, labels.get(i));
            } else {
                graphics.drawString(labels.get(i), (float) x(cluster) - width / 2f, bottom + 15);
            }
        }
    }

    private void drawCut(Graphics2D graphics) {
        double y = y(chart.cut());
        double right = left + slot * labels.size();
        graphics.setColor(Style.INK);
        graphics.setStroke(Style.dashes());
        graphics.draw(new Line2D.Double(left, y, right, y));
        graphics.setFont(SMALL);
        graphics.drawString(cutText(), (float) right + 5, (float) y + 4);
    }

    private String cutText() {
        return Double.isNaN(chart.cut()) ? "" : "cut " + Numbers.brief(chart.cut());
    }

    /** Below the labels, a bar for each cluster with its size, and one for single points side by side. */
    private void drawBars(Graphics2D graphics) {
        int y = bottom + labelsHigh + 4;
        List<Integer> shown = layout.shown();
        int begin = 0;
        for (int i = 1; i <= shown.size(); i++) {
            if (i < shown.size() && together(shown.get(begin), shown.get(i))) {
                continue;
            }
            drawBar(graphics, begin, i, y);
            begin = i;
        }
    }

    private boolean together(int a, int b) {
        boolean singles = layout.color(a) == DendrogramLayout.SINGLE && layout.color(b) == DendrogramLayout.SINGLE;
        return singles || (layout.top(a) >= 0 && layout.top(a) == layout.top(b));
    }

    private void drawBar(Graphics2D graphics, int begin, int end, int y) {
        int first = layout.shown().get(begin);
        int number = layout.color(first);
        if (number == DendrogramLayout.DIVIDED) {
            return;
        }
        double from = left + begin * slot + 2;
        double to = left + end * slot - 2;
        graphics.setColor(color(number));
        graphics.setStroke(new BasicStroke(3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        graphics.draw(new Line2D.Double(from, y, to, y));
        int size = number == DendrogramLayout.SINGLE ? end - begin : layout.size(layout.top(first));
        String text = number == DendrogramLayout.SINGLE ? size + " single" : "tree " + number + ": " + size;
        String shorter = Integer.toString(size);
        graphics.setFont(TEXT);
        FontMetrics metrics = graphics.getFontMetrics();
        String fitting = metrics.stringWidth(text) <= to - from ? text : shorter;
        graphics.setColor(color(number).darker());
        graphics.drawString(fitting, (float) ((from + to) / 2 - metrics.stringWidth(fitting) / 2.0), y + 15);
    }
}
