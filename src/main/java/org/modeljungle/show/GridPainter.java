package org.modeljungle.show;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Draws an {@link ImageGrid}: sizes first, then every image as filled squares with its caption below. */
final class GridPainter {

    private static final int PADDING = 10;
    private static final int CAPTION_LINES = 3;
    private static final int TITLE_WIDTH = 120;
    private static final Font CAPTION = Style.font(11);
    private static final Font ROW_TITLE = Style.bold(12);
    private static final Font TITLE = Style.bold(14);

    private final ImageGrid grid;
    private final ImageGrid.Layout layout;
    private final FontMetrics captionMetrics;
    private final FontMetrics rowMetrics;
    private final FontMetrics titleMetrics;
    private final List<List<String>> captions = new ArrayList<>();
    private final int imageWidth; // as shown
    private final int imageHeight; // as shown
    private final int captionHeight;
    private final int left;
    private final int top;

    GridPainter(ImageGrid grid) {
        this.grid = grid;
        this.layout = grid.layout();
        imageWidth = grid.width() * layout.zoom();
        imageHeight = grid.height() * layout.zoom();
        // metrics load fonts, which not every machine has: only where there is text
        captionMetrics = layout.captions().isEmpty() ? null : metrics(CAPTION);
        rowMetrics = layout.rowTitles().isEmpty() ? null : metrics(ROW_TITLE);
        titleMetrics = layout.title().isEmpty() ? null : metrics(TITLE);
        int lines = 0;
        for (String caption : layout.captions()) {
            captions.add(TextLines.wrap(caption, captionMetrics, imageWidth + layout.gap() - 4, CAPTION_LINES));
            lines = Math.max(lines, captions.get(captions.size() - 1).size());
        }
        captionHeight = lines == 0 ? 0 : lines * captionMetrics.getHeight() + 4;
        left = PADDING + titlesWidth();
        top = PADDING + (titleMetrics == null ? 0 : titleMetrics.getHeight() + 6);
    }

    static FontMetrics metrics(Font font) {
        return new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
                .createGraphics()
                .getFontMetrics(font);
    }

    Picture paint() {
        int columns = Math.min(layout.columns(), grid.count());
        int rows = (grid.count() + columns - 1) / columns;
        int wide = left + columns * (imageWidth + layout.gap()) - layout.gap() + PADDING;
        int titled = titleMetrics == null ? 0 : titleMetrics.stringWidth(layout.title()) + 2 * PADDING;
        int high = top + rows * (imageHeight + captionHeight + layout.gap()) - layout.gap() + PADDING;
        return Picture.drawClear(grid.alt(), Math.max(wide, titled), high, this::draw);
    }

    private void draw(Graphics2D graphics) {
        if (titleMetrics != null) {
            graphics.setColor(Style.BETWEEN);
            graphics.setFont(TITLE);
            graphics.drawString(layout.title(), PADDING, PADDING + titleMetrics.getAscent());
        }
        for (int i = 0; i < grid.count(); i++) {
            int x = left + i % layout.columns() * (imageWidth + layout.gap());
            int y = top + i / layout.columns() * (imageHeight + captionHeight + layout.gap());
            drawImage(graphics, i, x, y);
            if (!captions.isEmpty()) {
                graphics.setFont(CAPTION);
                graphics.setColor(Style.BETWEEN);
                drawLines(graphics, captions.get(i), captionMetrics, x, y + imageHeight + 3);
            }
        }
        drawRowTitles(graphics);
    }

    private void drawImage(Graphics2D graphics, int index, int left, int top) {
        int plane = grid.height() * grid.width();
        int start = index * grid.channels() * plane;
        for (int row = 0; row < grid.height(); row++) {
            for (int column = 0; column < grid.width(); column++) {
                graphics.setColor(color(start + row * grid.width() + column, plane));
                graphics.fillRect(
                        left + column * layout.zoom(), top + row * layout.zoom(), layout.zoom(), layout.zoom());
            }
        }
    }

    private Color color(int red, int plane) {
        float[] pixels = grid.pixels();
        boolean grey = grid.channels() == 1;
        float r = pixels[red];
        float g = grey ? r : pixels[red + plane];
        float b = grey ? r : pixels[red + 2 * plane];
        return Float.isNaN(r) || Float.isNaN(g) || Float.isNaN(b)
                ? Style.MISSING
                : new Color(level(r), level(g), level(b));
    }

    /** -1 to 1 becomes 0 to 255. */
    static int level(float value) {
        return Math.round((Math.max(-1, Math.min(1, value)) + 1) * 127.5f);
    }

    private void drawLines(Graphics2D graphics, List<String> lines, FontMetrics metrics, int x, int y) {
        for (int i = 0; i < lines.size(); i++) {
            int shift = (imageWidth - metrics.stringWidth(lines.get(i))) / 2;
            graphics.drawString(lines.get(i), x + shift, y + i * metrics.getHeight() + metrics.getAscent());
        }
    }

    private void drawRowTitles(Graphics2D graphics) {
        graphics.setFont(ROW_TITLE);
        graphics.setColor(Style.BETWEEN);
        for (int row = 0; row < layout.rowTitles().size(); row++) {
            List<String> lines = TextLines.wrap(layout.rowTitles().get(row), rowMetrics, TITLE_WIDTH, 3);
            int middle = top + row * (imageHeight + captionHeight + layout.gap()) + imageHeight / 2;
            int y = middle - lines.size() * rowMetrics.getHeight() / 2 + rowMetrics.getAscent();
            for (int i = 0; i < lines.size(); i++) {
                int width = rowMetrics.stringWidth(lines.get(i));
                graphics.drawString(lines.get(i), left - 10 - width, y + i * rowMetrics.getHeight());
            }
        }
    }

    private int titlesWidth() {
        int widest = 0;
        for (String title : layout.rowTitles()) {
            for (String line : TextLines.wrap(title, rowMetrics, TITLE_WIDTH, 3)) {
                widest = Math.max(widest, rowMetrics.stringWidth(line));
            }
        }
        return widest == 0 ? 0 : widest + 10;
    }
}
