package org.modeljungle.show;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A text as a picture, in letters of one width: a table or a card for a paper or a slide. */
final class TextPicture {

    private static final Font FONT = new Font(Font.MONOSPACED, Font.PLAIN, 13);
    private static final Font FIRST = FONT.deriveFont(Font.BOLD);
    private static final int MARGIN = 12;
    private static final int MOST_LINES = 200;
    private static final int MOST_LETTERS = 300; // of a line

    private TextPicture() {}

    /** Its first line is the title; what is longer than a page can hold is cut and says so. */
    static Picture of(String text) {
        return Picture.guarded(text, () -> draw(text, lines(text)));
    }

    private static List<String> lines(String text) {
        List<String> all = text.lines().toList();
        List<String> lines = new ArrayList<>();
        all.stream().limit(MOST_LINES).map(TextPicture::cut).forEach(lines::add);
        if (all.size() > MOST_LINES) {
            lines.add(String.format(Locale.ROOT, "... %,d more lines", all.size() - MOST_LINES));
        }
        return lines;
    }

    private static String cut(String line) {
        return line.length() <= MOST_LETTERS ? line : line.substring(0, MOST_LETTERS) + " ...";
    }

    private static Picture draw(String text, List<String> lines) {
        FontMetrics metrics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
                .createGraphics()
                .getFontMetrics(FIRST);
        int width = lines.stream().mapToInt(metrics::stringWidth).max().orElse(0);
        int step = metrics.getHeight();
        return Picture.draw(text, width + 2 * MARGIN, step * lines.size() + 2 * MARGIN, graphics -> {
            graphics.setColor(Style.INK);
            for (int i = 0; i < lines.size(); i++) {
                graphics.setFont(i == 0 && lines.size() > 1 ? FIRST : FONT);
                graphics.drawString(lines.get(i), MARGIN, MARGIN + i * step + metrics.getAscent());
            }
        });
    }
}
