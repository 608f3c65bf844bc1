package org.modeljungle.data;

import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;

/**
 * Pictures of fallen leaves (Lee, Mumford and Huang 2001): discs of one colour that cover one another, their radii
 * spread like {@code r^-3}. Their edges and patches have the statistics of natural pictures, and they show nothing.
 */
public final class DeadLeaves {

    private static final double SMALLEST = 1; // radius in pixels

    private DeadLeaves() {}

    /**
     * Draws pictures.
     *
     * @param count the number of pictures
     * @param channels colour channels
     * @param side in pixels
     */
    public static Images draw(int count, int channels, int side, Seeds seeds) {
        Check.that(
                count > 0 && channels > 0 && side > 0,
                "dead leaves: expected count, channels and side of 1 or more, found %d, %d and %d",
                count,
                channels,
                side);
        float[] pixels = new float[Math.multiplyExact(count, channels * side * side)];
        for (int i = 0; i < count; i++) {
            Progress.checkInterrupt("drawing dead leaves");
            fill(
                    pixels,
                    i * channels * side * side,
                    channels,
                    side,
                    seeds.split("picture", i).random());
        }
        return new Images(pixels, channels, side, side, List.of(), Map.of());
    }

    /** The leaf on top first: a pixel that is covered keeps its colour, and no pixel stays bare. */
    private static void fill(float[] pixels, int at, int channels, int side, UniformRandomProvider random) {
        boolean[] covered = new boolean[side * side];
        int bare = covered.length;
        while (bare > 0) {
            double radius = radius(random.nextDouble(), Math.max(SMALLEST, side / 2.0));
            double x = side * random.nextDouble();
            double y = side * random.nextDouble();
            float[] colour = new float[channels];
            for (int channel = 0; channel < channels; channel++) {
                colour[channel] = (float) (2 * random.nextDouble() - 1);
            }
            for (int pixel = 0; pixel < covered.length; pixel++) {
                int row = pixel / side;
                double dx = pixel % side + .5 - x;
                double dy = row + .5 - y;
                if (!covered[pixel] && dx * dx + dy * dy <= radius * radius) {
                    covered[pixel] = true;
                    bare--;
                    for (int channel = 0; channel < channels; channel++) {
                        pixels[at + channel * covered.length + pixel] = colour[channel];
                    }
                }
            }
        }
    }

    /** The radius below which a share of the leaves lies, where the density falls like {@code r^-3}. */
    private static double radius(double share, double largest) {
        double from = 1 / (SMALLEST * SMALLEST);
        double to = 1 / (largest * largest);
        return 1 / Math.sqrt(from + share * (to - from));
    }
}
