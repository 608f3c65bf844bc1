package org.modeljungle.data;

import org.modeljungle.Check;

/** Checks that all drawn worlds have. */
final class WorldChecks {

    private WorldChecks() {}

    static void between(String world, String what, double value, double least, double most) {
        Check.that(
                value >= least && value <= most, // false for NaN
                "%s: expected %s from %s to %s, found %s",
                world,
                what,
                least,
                most,
                value);
    }

    /** An array for RGB pictures. // [count, 3, size, size] */
    static float[] pixels(String world, int count, int size) {
        long length = (long) Images.RGB * size * size;
        Check.that(
                count * length <= Integer.MAX_VALUE - 8,
                "%s: expected at most %d pictures of size %d at once, found %d; draw them in parts",
                world,
                (Integer.MAX_VALUE - 8) / length,
                size,
                count);
        return new float[(int) (count * length)];
    }
}
