package org.modeljungle.data;

import org.apache.commons.rng.UniformRandomProvider;

/** One picture of a concept. Positions in pixels, y down. */
final class Scene {

    private static final int CHANNELS = 3;

    private final ShapeWorld world;
    private final Placement placement;

    Scene(ShapeWorld world, UniformRandomProvider random) {
        this.world = world;
        this.placement = new Placement(world, Outline.REACH, random);
    }

    /** Paints the concept into {@code target} from {@code offset} on. // [channels, size, size] in [-1, 1] */
    void paint(Concept concept, UniformRandomProvider random, float[] target, int offset) {
        int size = world.size();
        double light = placement.light();
        Ground ground = placement.ground();
        Outline outline = Outline.of(concept.shape());
        double[] ink = concept.colour().ink();
        double[] shade = concept.colour().shade();
        double[] shares = new double[2]; // of the pixel: shape, ink
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                look(outline, concept.texture(), column + 0.5, row + 0.5, shares);
                double slope = ground.slope(column + 0.5, row + 0.5);
                int pixel = offset + row * size + column;
                for (int channel = 0; channel < CHANNELS; channel++) {
                    double behind = ground.centre(channel) + slope;
                    double dark = concept.texture() == Texture.HOLLOW ? behind : light * shade[channel];
                    double front = dark + shares[1] * (light * ink[channel] - dark);
                    double value =
                            2 * (behind + shares[0] * (front - behind)) - 1 + world.noise() * PixelNoise.next(random);
                    target[pixel + channel * size * size] = (float) Math.max(-1, Math.min(1, value));
                }
            }
        }
    }

    /** Writes which share of the pixel at ({@code x}, {@code y}) the shape covers, and which share of that is ink. */
    private void look(Outline outline, Texture texture, double x, double y, double[] shares) {
        double u = placement.u(x, y);
        double v = placement.v(x, y);
        double pixel = 1 / placement.radius();
        double edge = Outline.REACH + pixel;
        shares[0] = 0;
        if (u * u + v * v < edge * edge) {
            double distance = outline.distance(u, v);
            shares[0] = Texture.cover(distance, pixel);
            shares[1] = shares[0] == 0 ? 0 : texture.ink(u, v, -distance, pixel);
        }
    }
}
