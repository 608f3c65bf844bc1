package org.modeljungle.show;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Draws a {@link FlowChart}: a row of boxes, or more where they do not fit, an arrow between each and the next. */
final class FlowPainter {

    private static final int PADDING = 12;
    private static final int WIDE = 172; // pixels of a box
    private static final int APART = 26; // pixels between boxes
    private static final int INSIDE = 8; // pixels around a box's text
    private static final int MOST = 5; // boxes in a row
    private static final int LINE = 15;
    private static final Font NAME = Style.bold(12);
    private static final Font TEXT = Style.font(11);
    private static final BasicStroke EDGE = new BasicStroke(1.3f);

    private final FlowChart chart;
    private final List<List<Box>> rows = new ArrayList<>();
    private final int top;

    private record Box(List<String> name, List<String> lines, int branch) {

        int high() {
            return 2 * INSIDE + (name.size() + lines.size()) * LINE;
        }
    }

    FlowPainter(FlowChart chart) {
        this.chart = chart;
        for (int branch = 0; branch < chart.branches().size(); branch++) {
            List<FlowStep> steps = chart.branches().get(branch);
            for (int from = 0; from < steps.size(); from += MOST) {
                List<Box> row = new ArrayList<>();
                for (FlowStep step : steps.subList(from, Math.min(from + MOST, steps.size()))) {
                    row.add(box(step, branch));
                }
                rows.add(row);
            }
        }
        top = PADDING + 2 * LINE + 12;
    }

    private static Box box(FlowStep step, int branch) {
        FontMetrics small = GridPainter.metrics(TEXT);
        List<String> lines = new ArrayList<>();
        int room = WIDE - 2 * INSIDE;
        if (!step.result().isEmpty()) {
            lines.addAll(TextLines.wrap(step.result(), small, room, 2));
        }
        lines.addAll(step.costs());
        FontMetrics bold = GridPainter.metrics(NAME);
        boolean word = step.name().indexOf(' ') < 0; // a layer's name differs from others at its end
        List<String> name =
                word ? List.of(TextLines.fitEnds(step.name(), bold, room)) : TextLines.wrap(step.name(), bold, room, 4);
        return new Box(name, lines, branch);
    }

    Picture paint() {
        int boxes = rows.stream().mapToInt(List::size).max().orElseThrow();
        int titled = GridPainter.metrics(Style.bold(14)).stringWidth(chart.title());
        int summed = GridPainter.metrics(TEXT).stringWidth(chart.sums());
        int wide = 2 * PADDING + Math.max(Math.max(titled, summed), boxes * WIDE + (boxes - 1) * APART);
        int high = top + rows.stream().mapToInt(FlowPainter::high).sum() + APART * (rows.size() - 1) + PADDING;
        return Picture.draw(chart.alt(), wide, high, this::draw);
    }

    private static int high(List<Box> row) {
        return row.stream().mapToInt(Box::high).max().orElseThrow();
    }

    private void draw(Graphics2D graphics) {
        graphics.setColor(Style.INK);
        graphics.setFont(Style.bold(14));
        graphics.drawString(chart.title(), PADDING, PADDING + 13);
        graphics.setColor(Style.MUTED);
        graphics.setFont(TEXT);
        graphics.drawString(chart.sums(), PADDING, PADDING + 13 + LINE + 2);
        int y = top;
        for (int row = 0; row < rows.size(); row++) {
            drawRow(graphics, rows.get(row), y);
            y += high(rows.get(row));
            if (row + 1 < rows.size()) {
                drawTurn(graphics, row, y);
            }
            y += APART;
        }
    }

    private static void drawRow(Graphics2D graphics, List<Box> row, int y) {
        int high = high(row);
        for (int i = 0; i < row.size(); i++) {
            int x = PADDING + i * (WIDE + APART);
            drawBox(graphics, row.get(i), x, y, high);
            if (i > 0) {
                double middle = y + high / 2.0;
                drawArrow(graphics, x - APART + 3, middle, x - 3, middle);
            }
        }
    }

    /** From the end of a row to the begin of the next; of a second branch to the end of the first. */
    private void drawTurn(Graphics2D graphics, int row, int y) {
        Box next = rows.get(row + 1).get(0);
        if (rows.get(row).get(0).branch() == next.branch()) {
            double from = x(rows.get(row).size() - 1);
            double to = x(0);
            double middle = y + APART / 2.0;
            graphics.setColor(Style.MUTED);
            graphics.setStroke(EDGE);
            graphics.draw(new Line2D.Double(from, y, from, middle));
            graphics.draw(new Line2D.Double(from, middle, to, middle));
            drawArrow(graphics, to, middle, to, y + APART - 3.0);
        } else {
            int last = rows.get(row + 1).size() - 1; // meets the box above its end
            int meeting = Math.max(last, rows.get(row).size() - 1);
            double from = x(last);
            double to = x(meeting);
            double start = y + (double) APART;
            double middle = y + APART / 2.0;
            graphics.setColor(Style.MUTED);
            graphics.setStroke(EDGE);
            graphics.draw(new Line2D.Double(from, start, from, middle));
            graphics.draw(new Line2D.Double(from, middle, to, middle));
            drawArrow(graphics, to, middle, to, y + 3.0);
        }
    }

    private static double x(int box) {
        return PADDING + box * (WIDE + APART) + WIDE / 2.0;
    }

    private static void drawBox(Graphics2D graphics, Box box, int x, int y, int high) {
        graphics.setColor(Style.GRID);
        graphics.fill(new RoundRectangle2D.Double(x, y, WIDE, high, 8, 8));
        graphics.setColor(Style.MUTED);
        graphics.setStroke(EDGE);
        graphics.draw(new RoundRectangle2D.Double(x, y, WIDE, high, 8, 8));
        int line = y + INSIDE + 11;
        graphics.setFont(NAME);
        graphics.setColor(Style.INK);
        for (String text : box.name()) {
            graphics.drawString(text, x + INSIDE, line);
            line += LINE;
        }
        graphics.setFont(TEXT);
        for (String text : box.lines()) {
            graphics.drawString(text, x + INSIDE, line);
            line += LINE;
        }
    }

    private static void drawArrow(Graphics2D graphics, double fromX, double fromY, double toX, double toY) {
        graphics.setColor(Style.MUTED);
        graphics.setStroke(EDGE);
        graphics.draw(new Line2D.Double(fromX, fromY, toX, toY));
        double angle = Math.atan2(toY - fromY, toX - fromX);
        Path2D tip = new Path2D.Double();
        tip.moveTo(toX, toY);
        tip.lineTo(toX - 7 * Math.cos(angle - .45), toY - 7 * Math.sin(angle - .45));
        tip.lineTo(toX - 7 * Math.cos(angle + .45), toY - 7 * Math.sin(angle + .45));
        tip.closePath();
        graphics.fill(tip);
    }
}
