package org.modeljungle.data;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/** One picture's random choices: where its pictogram lies, its light, its background. Positions in pixels, y down. */
final class PictogramScene {

    private static final int SAMPLES = 3; // in each direction, within a pixel
    private static final double LIGHT = 0.10; // how far the pictogram's brightness goes from 1

    private final Pictograms world;
    private final double radius;
    private final double centreX;
    private final double centreY;
    private final double cos;
    private final double sin;
    private final double light;
    private final Ground ground;

    PictogramScene(Pictograms world, UniformRandomProvider random) {
        this.world = world;
        int size = world.size();
        radius = size * (world.smallest() + (world.largest() - world.smallest()) * random.nextDouble());
        double room = world.place() * (size / 2.0 - radius);
        centreX = size / 2.0 + room * Ground.swing(random);
        centreY = size / 2.0 + room * Ground.swing(random);
        double angle = world.tilt() * StrictMath.PI / 180 * Ground.swing(random);
        cos = StrictMath.cos(angle);
        sin = StrictMath.sin(angle);
        light = 1 + world.variation() * LIGHT * Ground.swing(random);
        ground = new Ground(size, world.variation(), random);
    }

    /** Paints a pictogram into {@code target} from {@code offset} on. // [channels, size, size] in [-1, 1] */
    void paint(Pictogram pictogram, UniformRandomProvider random, float[] target, int offset) {
        int size = world.size();
        double[] front = new double[Pictogram.CHANNELS];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                look(pictogram, column, row, front);
                double slope = ground.slope(column + 0.5, row + 0.5);
                int pixel = offset + row * size + column;
                for (int channel = 0; channel < Images.RGB; channel++) {
                    double behind = ground.centre(channel) + slope;
                    double seen = light * front[channel] + (1 - front[Images.RGB]) * behind;
                    double value = 2 * seen - 1 + world.noise() * PixelNoise.next(random);
                    target[pixel + channel * size * size] = (float) Math.max(-1, Math.min(1, value));
                }
            }
        }
    }

    /** What a pixel sees of the pictogram, averaged over places within it. */
    private void look(Pictogram pictogram, int column, int row, double[] front) {
        Arrays.fill(front, 0);
        for (int i = 0; i < SAMPLES; i++) {
            for (int j = 0; j < SAMPLES; j++) {
                double x = column + (j + 0.5) / SAMPLES - centreX;
                double y = row + (i + 0.5) / SAMPLES - centreY;
                pictogram.add((cos * x + sin * y) / radius, (cos * y - sin * x) / radius, front);
            }
        }
        for (int channel = 0; channel < front.length; channel++) {
            front[channel] /= SAMPLES * SAMPLES;
        }
    }
}
