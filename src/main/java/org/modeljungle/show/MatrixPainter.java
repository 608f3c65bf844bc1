package org.modeljungle.show;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws a {@link MatrixMap}: its squares, their scale at the right, and the sizes of the matrix below. */
final class MatrixPainter {

    private static final int PADDING = 12;
    private static final int LINE = 18;
    private static final int SIDE = 256; // pixels of the longer side at most, as shown
    private static final int SQUARE = 12; // pixels of a square at most, as shown
    private static final int FLAT = 24; // pixels of a matrix of few rows or columns
    private static final int SCALE_WIDE = 86;
    private static final int SCALE_HIGH = 100;
    private static final int NARROW = 150; // pixels for the texts
    private static final Font TEXT = Style.font(11);

    private final MatrixMap map;
    private final double[][] squares;
    private final Palette palette;
    private final int wide;
    private final int high;
    private final int figure; // pixels of the whole figure's width
    private final List<String> title;
    private final List<String> below;
    private final int top;

    MatrixPainter(MatrixMap map) {
        this.map = map;
        squares = map.squares();
        palette = map.whole() ? Palette.DIVERGING : Palette.SEQUENTIAL;
        double zoom = Math.min(SQUARE, SIDE / (double) Math.max(squares.length, squares[0].length));
        wide = (int) Math.max(Math.min(FLAT, SIDE), Math.round(zoom * squares[0].length));
        high = (int) Math.max(Math.min(FLAT, SIDE), Math.round(zoom * squares.length));
        int room = Math.max(NARROW, wide + SCALE_WIDE);
        figure = room + 2 * PADDING;
        title = TextLines.wrap(map.title(), GridPainter.metrics(Style.bold(13)), room, 3);
        String size = map.rows() + " rows, " + map.cols() + (map.cols() == 1 ? " column" : " columns");
        String text = map.blocks().isEmpty() ? size : size + "; " + map.blocks();
        below = TextLines.wrap(text, GridPainter.metrics(TEXT), room, 3);
        top = PADDING + LINE * title.size() + 4;
    }

    Picture paint() {
        int height = top + Math.max(high, Math.min(SCALE_HIGH, SIDE)) + LINE * below.size() + 4 + PADDING;
        return Picture.draw(map.alt(), figure, height, this::draw);
    }

    private void draw(Graphics2D graphics) {
        graphics.setColor(Style.INK);
        graphics.setFont(Style.bold(13));
        for (int i = 0; i < title.size(); i++) {
            graphics.drawString(title.get(i), PADDING, PADDING + 13 + i * LINE);
        }
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.drawImage(image(), PADDING, top, wide, high, null);
        graphics.setColor(Style.GRID);
        graphics.drawRect(PADDING, top, wide, high);
        drawScale(graphics);
        graphics.setFont(TEXT);
        graphics.setColor(Style.MUTED);
        int under = top + Math.max(high, SCALE_HIGH);
        for (int i = 0; i < below.size(); i++) {
            graphics.drawString(below.get(i), PADDING, under + (i + 1) * LINE - 2);
        }
    }

    private BufferedImage image() {
        BufferedImage image = new BufferedImage(squares[0].length, squares.length, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < squares.length; y++) {
            for (int x = 0; x < squares[y].length; x++) {
                image.setRGB(x, y, color(squares[y][x]).getRGB());
            }
        }
        return image;
    }

    private Color color(double value) {
        if (!Double.isFinite(value)) {
            return Style.MISSING;
        }
        return palette.at(map.whole() ? 0.5 + value / (2 * map.full()) : value / map.full());
    }

    private void drawScale(Graphics2D graphics) {
        int x = PADDING + wide + 12;
        for (int i = 0; i < SCALE_HIGH; i++) {
            graphics.setColor(palette.at(1 - i / (SCALE_HIGH - 1.0)));
            graphics.fillRect(x, top + i, 10, 1);
        }
        graphics.setColor(Style.GRID);
        graphics.drawRect(x, top, 10, SCALE_HIGH);
        graphics.setColor(Style.MUTED);
        graphics.setFont(Style.font(10));
        graphics.drawString("\u2265 " + Amounts.number(map.full()), x + 14, top + 9);
        graphics.drawString(map.whole() ? "\u2264 -" + Amounts.number(map.full()) : "0", x + 14, top + SCALE_HIGH);
        if (map.whole()) {
            graphics.drawString("0", x + 14, top + SCALE_HIGH / 2 + 4);
        }
    }
}
