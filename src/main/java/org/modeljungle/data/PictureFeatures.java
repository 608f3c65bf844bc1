package org.modeljungle.data;

import org.modeljungle.Check;

/** What pictures show, as plain numbers: the baseline for whatever reads networks that draw them. */
public final class PictureFeatures {

    private static final int CELLS = 4; // of edges, along each side
    private static final int DIRECTIONS = 8;
    private static final int SHADES = 5; // of each channel

    private PictureFeatures() {}

    /** All pixels. // [pictures, channels * height * width] */
    public static float[][] pixels(Images images) {
        float[][] rows = new float[images.count()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = images.get(i);
        }
        return rows;
    }

    /**
     * Histograms of oriented gradients (Dalal and Triggs 2005): how much edge there is in each of 4 x 4 parts of the
     * grey picture, in each of 8 directions of half a turn; scaled to length 1, then the square root of each.
     *
     * @return [pictures, 8 * 16]
     * @throws IllegalArgumentException if a side is less than 4 pixels
     */
    public static float[][] edges(Images images) {
        Check.that(
                images.height() >= CELLS && images.width() >= CELLS,
                "edges: expected pictures of %d x %d pixels or more, found %d x %d",
                CELLS,
                CELLS,
                images.height(),
                images.width());
        float[][] rows = new float[images.count()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = edges(grey(images, i), images.height(), images.width());
        }
        return rows;
    }

    /**
     * The square roots of how many pixels have each of 5 x 5 x 5 colours, as a share of all.
     *
     * @return [pictures, 125]
     * @throws IllegalArgumentException if the pictures are not RGB
     */
    public static float[][] colours(Images images) {
        Check.that(
                images.channels() == Images.RGB,
                "colours: expected RGB pictures, found %d channels",
                images.channels());
        int area = images.height() * images.width();
        float[][] rows = new float[images.count()][SHADES * SHADES * SHADES];
        for (int i = 0; i < rows.length; i++) {
            float[] pixels = images.get(i);
            for (int k = 0; k < area; k++) {
                int bin = (shade(pixels[k]) * SHADES + shade(pixels[area + k])) * SHADES + shade(pixels[2 * area + k]);
                rows[i][bin] += 1f / area;
            }
            for (int bin = 0; bin < rows[i].length; bin++) {
                rows[i][bin] = (float) Math.sqrt(rows[i][bin]);
            }
        }
        return rows;
    }

    private static int shade(float pixel) {
        return Math.max(0, Math.min(SHADES - 1, (int) ((pixel + 1) / 2 * SHADES)));
    }

    private static float[] grey(Images images, int picture) {
        float[] pixels = images.get(picture);
        int area = images.height() * images.width();
        float[] grey = new float[area];
        for (int k = 0; k < pixels.length; k++) {
            grey[k % area] += pixels[k] / images.channels();
        }
        return grey;
    }

    private static float[] edges(float[] grey, int height, int width) {
        float[] sums = new float[DIRECTIONS * CELLS * CELLS];
        double square = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double down = slope(grey, y * width + x, width, y, height);
                double right = slope(grey, y * width + x, 1, x, width);
                int cell = y * CELLS / height * CELLS + x * CELLS / width;
                sums[direction(down, right) * CELLS * CELLS + cell] += (float) Math.hypot(down, right);
            }
        }
        for (float sum : sums) {
            square += (double) sum * sum;
        }
        for (int k = 0; k < sums.length && square > 0; k++) {
            sums[k] = (float) Math.sqrt(sums[k] / Math.sqrt(square));
        }
        return sums;
    }

    /** The difference between the neighbours along one axis, by their distance; at an edge with the pixel itself. */
    private static double slope(float[] grey, int at, int step, int place, int length) {
        int before = place == 0 ? at : at - step;
        int after = place == length - 1 ? at : at + step;
        int apart = (after - before) / step;
        return apart == 0 ? 0 : ((double) grey[after] - grey[before]) / apart;
    }

    /** Of half a turn: an edge has no sign. */
    private static int direction(double down, double right) {
        double angle = StrictMath.atan2(down, right) / StrictMath.PI; // -1 to 1
        return (int) Math.floor((angle - Math.floor(angle)) * DIRECTIONS) % DIRECTIONS;
    }
}
