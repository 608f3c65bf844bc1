package org.modeljungle.data;

import org.apache.commons.rng.UniformRandomProvider;

/** One picture's random choices: where its shape lies, its light and its background. Positions in pixels, y down. */
final class Scene {

    private static final int CHANNELS = 3;
    private static final double GREY = 0.54; // the mean background
    private static final double LEVEL = 0.16; // how far the background's brightness goes from it
    private static final double TINT = 0.05; // how far each channel goes from grey
    private static final double SLOPE = 0.09; // brightness change from the centre to an edge
    private static final double LIGHT = 0.10; // how far the shape's brightness goes from 1
    private static final double NOISE_UNIT = 37_837.227; // the standard deviation of the sum of four 16-bit numbers
    private static final double NOISE_MEAN = 131_070;

    private final ShapeWorld world;
    private final double radius;
    private final double centreX;
    private final double centreY;
    private final double cos;
    private final double sin;
    private final double light;
    private final double[] ground = new double[CHANNELS]; // at the centre // [channels] in [0, 1]
    private final double slopeX; // per pixel
    private final double slopeY;

    Scene(ShapeWorld world, UniformRandomProvider random) {
        this.world = world;
        int size = world.size();
        radius = size * (world.smallest() + (world.largest() - world.smallest()) * random.nextDouble());
        double room = world.place() * (size / 2.0 - Outline.REACH * radius);
        centreX = size / 2.0 + room * swing(random);
        centreY = size / 2.0 + room * swing(random);
        double angle = world.tilt() * StrictMath.PI / 180 * swing(random);
        cos = StrictMath.cos(angle);
        sin = StrictMath.sin(angle);
        light = 1 + world.variation() * LIGHT * swing(random);
        double level = GREY + world.variation() * LEVEL * swing(random);
        for (int channel = 0; channel < CHANNELS; channel++) {
            ground[channel] = level + world.variation() * TINT * swing(random);
        }
        slopeX = world.variation() * SLOPE * swing(random) / (size / 2.0);
        slopeY = world.variation() * SLOPE * swing(random) / (size / 2.0);
    }

    /** Paints the concept into {@code target} from {@code offset} on. // [channels, size, size] in [-1, 1] */
    void paint(Concept concept, UniformRandomProvider random, float[] target, int offset) {
        int size = world.size();
        Outline outline = Outline.of(concept.shape());
        double[] ink = concept.colour().ink();
        double[] shade = concept.colour().shade();
        double[] shares = new double[2]; // of the pixel: shape, ink
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                look(outline, concept.texture(), column + 0.5, row + 0.5, shares);
                double slope = slopeX * (column + 0.5 - size / 2.0) + slopeY * (row + 0.5 - size / 2.0);
                int pixel = offset + row * size + column;
                for (int channel = 0; channel < CHANNELS; channel++) {
                    double behind = ground[channel] + slope;
                    double dark = concept.texture() == Texture.HOLLOW ? behind : light * shade[channel];
                    double front = dark + shares[1] * (light * ink[channel] - dark);
                    double value = 2 * (behind + shares[0] * (front - behind)) - 1 + world.noise() * noise(random);
                    target[pixel + channel * size * size] = (float) Math.max(-1, Math.min(1, value));
                }
            }
        }
    }

    /** Writes which share of the pixel at ({@code x}, {@code y}) the shape covers, and which share of that is ink. */
    private void look(Outline outline, Texture texture, double x, double y, double[] shares) {
        double u = (cos * (x - centreX) + sin * (y - centreY)) / radius;
        double v = (cos * (y - centreY) - sin * (x - centreX)) / radius;
        double pixel = 1 / radius;
        double edge = Outline.REACH + pixel;
        shares[0] = 0;
        if (u * u + v * v < edge * edge) {
            double distance = outline.distance(u, v);
            shares[0] = Texture.cover(distance, pixel);
            shares[1] = shares[0] == 0 ? 0 : texture.ink(u, v, -distance, pixel);
        }
    }

    /** Uniform in [-1, 1). */
    private static double swing(UniformRandomProvider random) {
        return 2 * random.nextDouble() - 1;
    }

    /** Mean 0, variance 1, close to normal: the sum of a random number's four quarters. */
    private static double noise(UniformRandomProvider random) {
        long bits = random.nextLong();
        long sum = (bits & 0xffff) + (bits >>> 16 & 0xffff) + (bits >>> 32 & 0xffff) + (bits >>> 48);
        return (sum - NOISE_MEAN) / NOISE_UNIT;
    }
}
