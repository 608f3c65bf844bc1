package org.modeljungle.data;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/** One picture of a pictogram. Positions in pixels, y down. */
final class PictogramScene {

    private static final int SAMPLES = 3; // in each direction, within a pixel

    private final Pictograms world;
    private final Placement placement;

    PictogramScene(Pictograms world, UniformRandomProvider random) {
        this.world = world;
        this.placement = new Placement(world, 1, random);
    }

    /** Paints a pictogram into {@code target} from {@code offset} on. // [channels, size, size] in [-1, 1] */
    void paint(Pictogram pictogram, UniformRandomProvider random, float[] target, int offset) {
        int size = world.size();
        double light = placement.light();
        Ground ground = placement.ground();
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
                double x = column + (j + 0.5) / SAMPLES;
                double y = row + (i + 0.5) / SAMPLES;
                pictogram.add(placement.u(x, y), placement.v(x, y), front);
            }
        }
        for (int channel = 0; channel < front.length; channel++) {
            front[channel] /= SAMPLES * SAMPLES;
        }
    }
}
