package org.modeljungle.show;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.modeljungle.Check;

/**
 * Figures side by side in one picture, in rows.
 *
 * <pre>{@code
 * show(Panels.of(FamilyTree.of(models), Charts.dendrogram("Found", survey.dendrogram())));
 * }</pre>
 *
 * @param title above all; empty for none
 * @param rows the figures of each row
 */
public record Panels(String title, List<List<Figure>> rows) implements Figure {

    private static final int GAP = 8; // pixels
    private static final int PADDING = 12; // pixels
    private static final int TITLE_LINE = 24; // pixels

    /** Copies the lists; there must be a figure. */
    public Panels {
        rows = rows.stream().map(List::copyOf).filter(row -> !row.isEmpty()).toList();
        Check.that(!rows.isEmpty(), "panels '%s': expected 1 figure or more, found none", title);
    }

    /** Figures side by side. */
    public static Panels of(Figure... figures) {
        return new Panels("", List.of(List.of(figures)));
    }

    /** Figures one below another. */
    public static Panels column(Figure... figures) {
        return new Panels("", List.of(figures).stream().map(List::of).toList());
    }

    /** The same with a row of other figures below. */
    public Panels row(Figure... figures) {
        List<List<Figure>> more = new ArrayList<>(rows);
        more.add(List.of(figures));
        return new Panels(title, more);
    }

    /** The same with a text above. */
    public Panels title(String text) {
        return new Panels(text, rows);
    }

    @Override
    public Picture picture() {
        List<List<Picture>> drawn = rows.stream()
                .map(row -> row.stream().map(Figure::picture).toList())
                .toList();
        List<Picture> all = drawn.stream().flatMap(List::stream).toList();
        String texts = all.stream().map(Picture::alt).collect(Collectors.joining("; "));
        String alt = title.isEmpty() ? texts : title + ": " + texts;
        return all.stream()
                .filter(picture -> !picture.problem().isEmpty())
                .findFirst()
                .map(picture -> Picture.failed(alt, picture.problem()))
                .orElseGet(() -> Picture.guarded(alt, () -> paint(alt, drawn)));
    }

    private Picture paint(String alt, List<List<Picture>> drawn) {
        FontMetrics metrics = title.isEmpty() ? null : GridPainter.metrics(Style.bold(14));
        int above = metrics == null ? 0 : PADDING + TITLE_LINE;
        int titled = metrics == null ? 0 : 2 * PADDING + metrics.stringWidth(title);
        int wide = Math.max(titled, drawn.stream().mapToInt(Panels::wide).max().orElse(0));
        int high = above + drawn.stream().mapToInt(Panels::high).sum() + GAP * (drawn.size() - 1);
        return Picture.draw(alt, wide, high, graphics -> {
            if (metrics != null) {
                graphics.setFont(Style.bold(14));
                graphics.setColor(Style.INK);
                graphics.drawString(title, PADDING, PADDING + 13);
            }
            int y = above;
            for (List<Picture> row : drawn) {
                drawRow(graphics, row, y);
                y += high(row) + GAP;
            }
        });
    }

    private static void drawRow(Graphics2D graphics, List<Picture> row, int y) {
        int x = 0;
        for (Picture picture : row) {
            picture.drawOn(graphics, x, y, picture.width(), picture.height());
            x += picture.width() + GAP;
        }
    }

    private static int wide(List<Picture> row) {
        return row.stream().mapToInt(Picture::width).sum() + GAP * (row.size() - 1);
    }

    private static int high(List<Picture> row) {
        return row.stream().mapToInt(Picture::height).max().orElse(0);
    }

    @Override
    public String toString() {
        return picture().alt();
    }
}
