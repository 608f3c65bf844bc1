package org.modeljungle.data;

import org.modeljungle.Check;

/**
 * Resizes a square RGB picture: each pixel becomes the average of the area that it covers, exactly, in whole
 * numbers. A picture that is smaller than the new side is enlarged in the same way.
 */
final class AreaAverage {

    private final int from;
    private final int side;
    private final long[] sums; // [channels, side, side], each over an area of from * from units

    /**
     * Nothing yet.
     *
     * @param from the picture's side in pixels
     * @param side the new one
     */
    AreaAverage(int from, int side) {
        checkSide(side);
        this.from = from;
        this.side = side;
        this.sums = new long[Math.multiplyExact(Images.RGB, Math.multiplyExact(side, side))];
    }

    static void checkSide(int side) {
        Check.that(side > 0, "pictures: expected a side of 1 pixel or more, found %d", side);
    }

    /** Adds the pixel in column {@code x} and row {@code y}; all pixels must be added, each once. */
    void add(int x, int y, int red, int green, int blue) {
        for (int row = first(y); row <= last(y); row++) {
            for (int column = first(x); column <= last(x); column++) {
                long area = overlap(y, row) * overlap(x, column);
                int at = row * side + column;
                sums[at] += area * red;
                sums[side * side + at] += area * green;
                sums[2 * side * side + at] += area * blue;
            }
        }
    }

    /**
     * Writes the picture.
     *
     * @param white the value of white; it becomes 1, and 0 becomes -1
     * @param target receives the picture from {@code offset} on // [channels, side, side] in [-1, 1]
     */
    void write(int white, float[] target, int offset) {
        double full = (double) white * from * from;
        for (int i = 0; i < sums.length; i++) {
            target[offset + i] = (float) (2 * sums[i] / full - 1);
        }
    }

    // Along one axis, in units of which an old pixel has `side` and a new one `from`.

    private int first(int old) {
        return (int) ((long) old * side / from);
    }

    private int last(int old) {
        return (int) (((old + 1L) * side - 1) / from);
    }

    private long overlap(int old, int wanted) {
        long start = Math.max((long) old * side, (long) wanted * from);
        long end = Math.min((old + 1L) * side, (wanted + 1L) * from);
        return end - start;
    }
}
