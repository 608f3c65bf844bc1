package org.modeljungle.show;

import java.awt.image.BufferedImage;
import org.modeljungle.Check;

/**
 * Small pictures of one size.
 *
 * @param pixels from -1 (dark) to 1 (bright), cut outside; NaN is magenta // [count, channels, rows, columns]
 * @param channels 3 (red, green, blue) or 1 (grey)
 * @param rows of a picture, in pixels
 * @param columns of a picture, in pixels
 */
public record Thumbnails(float[] pixels, int channels, int rows, int columns) {

    /** Checks that the array holds whole pictures. */
    public Thumbnails {
        Check.that(channels == 1 || channels == 3, "pictures: expected 1 or 3 channels, found %d", channels);
        int size = Math.max(0, channels * rows * columns);
        Check.that(
                size > 0 && pixels.length > 0 && pixels.length % size == 0,
                "pictures: expected [count, %d, %d, %d], a multiple of %d numbers, found %d numbers",
                channels,
                rows,
                columns,
                size,
                pixels.length);
    }

    /** How many there are. */
    public int count() {
        return pixels.length / (channels * rows * columns);
    }

    /** All in one picture, row by row. */
    BufferedImage sheet(int perRow) {
        int lines = (count() + perRow - 1) / perRow;
        BufferedImage sheet = new BufferedImage(perRow * columns, lines * rows, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < count(); i++) {
            draw(sheet, i, i % perRow * columns, i / perRow * rows);
        }
        return sheet;
    }

    /** One by itself. */
    BufferedImage image(int i) {
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        draw(image, i, 0, 0);
        return image;
    }

    private void draw(BufferedImage image, int i, int left, int top) {
        int plane = rows * columns;
        int start = i * channels * plane;
        for (int k = 0; k < plane; k++) {
            image.setRGB(left + k % columns, top + k / columns, colour(start + k, plane));
        }
    }

    private int colour(int red, int plane) {
        int colour = 0;
        for (int c = 0; c < 3; c++) {
            float value = pixels[red + (channels == 1 ? 0 : c * plane)];
            if (Float.isNaN(value)) {
                return Style.MISSING.getRGB();
            }
            colour = colour << 8 | GridPainter.level(value);
        }
        return colour;
    }

    @Override
    public String toString() {
        return "%d pictures of %d x %d pixels".formatted(count(), columns, rows);
    }
}
