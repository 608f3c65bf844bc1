package org.modeljungle.data;

import org.apache.commons.rng.UniformRandomProvider;

/** A picture's background: a muted colour that gets lighter to one side. */
final class Ground {

    private static final double GREY = 0.54; // the mean
    private static final double LEVEL = 0.16; // how far the brightness goes from it
    private static final double TINT = 0.05; // how far each channel goes from grey
    private static final double SLOPE = 0.09; // brightness change from the centre to an edge

    private final double middle; // of the picture, in pixels
    private final double[] centre = new double[Images.RGB]; // [channels] in [0, 1]
    private final double slopeX; // per pixel
    private final double slopeY;

    /**
     * Draws one at random.
     *
     * @param size of the picture in pixels
     * @param variation from 0 (a plain grey) to 1
     */
    Ground(int size, double variation, UniformRandomProvider random) {
        middle = size / 2.0;
        double level = GREY + variation * LEVEL * swing(random);
        for (int channel = 0; channel < Images.RGB; channel++) {
            centre[channel] = level + variation * TINT * swing(random);
        }
        slopeX = variation * SLOPE * swing(random) / middle;
        slopeY = variation * SLOPE * swing(random) / middle;
    }

    /** How much brighter it is here than at the centre. */
    double slope(double x, double y) {
        return slopeX * (x - middle) + slopeY * (y - middle);
    }

    /** A channel at the centre, 0 to 1. */
    double centre(int channel) {
        return centre[channel];
    }

    /** Uniform in [-1, 1). */
    static double swing(UniformRandomProvider random) {
        return 2 * random.nextDouble() - 1;
    }
}
