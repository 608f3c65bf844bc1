package org.modeljungle.show;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of a chart's series with their signs, in as many lines as they need.
 *
 * @param entries in order
 * @param width of a line, in pixels
 */
record Legend(List<Entry> entries, int width) {

    static final int LINE = 20; // pixels
    private static final Font FONT = Style.font(11);
    private static final int SIGN = 30; // pixels of a sign and the space behind it
    private static final int GAP = 18; // pixels between entries

    /** What a sign shows. */
    enum Sign {
        POINT,
        LINE,
        BAR,
        CHANCE
    }

    /**
     * One name.
     *
     * @param series its number, for its colour and shape
     */
    record Entry(String name, int series, Sign sign) {}

    /** A legend of all series, and of the chance level if there is one; of nothing where nothing is to be told apart. */
    static Legend of(List<String> names, Sign sign, String chance, int width) {
        List<Entry> entries = new ArrayList<>();
        if (names.size() > 1) {
            for (int i = 0; i < names.size(); i++) {
                entries.add(new Entry(names.get(i), i, sign));
            }
        }
        if (!chance.isEmpty()) {
            entries.add(new Entry(chance, 0, Sign.CHANCE));
        }
        return new Legend(entries, width);
    }

    int height() {
        return lines().size() * LINE;
    }

    private List<List<Entry>> lines() {
        FontMetrics metrics = GridPainter.metrics(FONT);
        List<List<Entry>> lines = new ArrayList<>();
        int used = width + 1;
        for (Entry entry : entries) {
            int needed = SIGN + metrics.stringWidth(text(entry, metrics)) + GAP;
            if (used + needed - GAP > width) {
                lines.add(new ArrayList<>());
                used = 0;
            }
            lines.get(lines.size() - 1).add(entry);
            used += needed;
        }
        return lines;
    }

    /** A name that is wider than a line is cut. */
    private String text(Entry entry, FontMetrics metrics) {
        return TextLines.fit(entry.name, metrics, width - SIGN);
    }

    void draw(Graphics2D graphics, int left, int top) {
        FontMetrics metrics = GridPainter.metrics(FONT);
        int y = top + LINE / 2;
        for (List<Entry> line : lines()) {
            int x = left;
            for (Entry entry : line) {
                drawSign(graphics, entry, x, y);
                String text = text(entry, metrics);
                graphics.setFont(FONT);
                graphics.setColor(Style.INK);
                graphics.drawString(text, x + SIGN, y + 4);
                x += SIGN + metrics.stringWidth(text) + GAP;
            }
            y += LINE;
        }
    }

    private static void drawSign(Graphics2D graphics, Entry entry, int x, int y) {
        double middle = x + SIGN / 2.0 - 3;
        switch (entry.sign) {
            case POINT -> Marks.mark(graphics, entry.series, middle, y, Marks.SIZE);
            case LINE -> {
                graphics.setColor(Style.series(entry.series));
                graphics.setStroke(Style.line());
                graphics.draw(new Line2D.Double(x, y, x + SIGN - 6, y));
                Marks.mark(graphics, entry.series, middle, y, Marks.SIZE);
            }
            case BAR -> {
                graphics.setColor(Style.series(entry.series));
                graphics.fillRect((int) middle - 6, y - 6, 12, 12);
            }
            case CHANCE -> {
                graphics.setColor(Style.MUTED);
                graphics.setStroke(Style.dashes());
                graphics.draw(new Line2D.Double(x, y, x + SIGN - 6, y));
            }
        }
    }
}
