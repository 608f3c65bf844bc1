package org.modeljungle.data;

import org.modeljungle.Check;

/** A pictogram as pixels on nothing, with the smallest rectangle that holds all of it. */
final class Pictogram {

    /** Height and width of its raster in pixels. */
    static final int SIDE = 96;

    /** Red, green, blue and the share that is covered. */
    static final int CHANNELS = 4;

    private static final double FULL = 255;

    private final int[] pixels; // [SIDE, SIDE], red, green and blue multiplied by alpha, which is the highest byte
    private final double centreX;
    private final double centreY;
    private final double half; // of the rectangle's longer side, in pixels

    private Pictogram(int[] pixels, int left, int right, int top, int bottom) {
        this.pixels = pixels;
        this.centreX = (left + right + 1) / 2.0;
        this.centreY = (top + bottom + 1) / 2.0;
        this.half = Math.max(right - left + 1, bottom - top + 1) / 2.0;
    }

    /**
     * From a raster.
     *
     * @param pixels alpha, and red, green and blue multiplied by it, one byte each // [SIDE, SIDE]
     * @param name for the message
     * @throws IllegalArgumentException if nothing is painted
     */
    static Pictogram of(int[] pixels, String name) {
        int left = SIDE;
        int right = -1;
        int top = SIDE;
        int bottom = -1;
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (pixels[y * SIDE + x] >>> 24 != 0) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = y;
                }
            }
        }
        Check.that(right >= 0, "pictogram '%s': expected a picture, found nothing painted", name);
        return new Pictogram(pixels, left, right, top, bottom);
    }

    /**
     * Adds the colour at a place, interpolated between pixels.
     *
     * @param u from the centre to the right, 1 is half the longer side
     * @param v from the centre downwards
     * @param sum what is added to: red, green, blue, multiplied by the share covered, and that share // [4]
     */
    void add(double u, double v, double[] sum) {
        double x = centreX + u * half - 0.5;
        double y = centreY + v * half - 0.5;
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        double right = x - column;
        double down = y - row;
        add(column, row, (1 - right) * (1 - down), sum);
        add(column + 1, row, right * (1 - down), sum);
        add(column, row + 1, (1 - right) * down, sum);
        add(column + 1, row + 1, right * down, sum);
    }

    private void add(int column, int row, double share, double[] sum) {
        if (column < 0 || column >= SIDE || row < 0 || row >= SIDE) {
            return; // nothing is painted there
        }
        int pixel = pixels[row * SIDE + column];
        double part = share / FULL;
        sum[0] += part * (pixel >> 16 & 0xff);
        sum[1] += part * (pixel >> 8 & 0xff);
        sum[2] += part * (pixel & 0xff);
        sum[3] += part * (pixel >>> 24);
    }
}
