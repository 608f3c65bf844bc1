package org.modeljungle.data;

import org.apache.commons.rng.UniformRandomProvider;

/** Noise of single pixels, the same on any JDK. */
final class PixelNoise {

    private static final double UNIT = 37_837.227; // the standard deviation of the sum of four 16-bit numbers
    private static final double MEAN = 131_070;

    private PixelNoise() {}

    /** Mean 0, variance 1, close to normal: the sum of a random number's four quarters. */
    static double next(UniformRandomProvider random) {
        long bits = random.nextLong();
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum - MEAN) / UNIT;
    }
}
