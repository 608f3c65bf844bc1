package org.modeljungle.data;

import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;

/** Pictures changed a little at random, in ways that leave their class as it is. */
public final class Augmentation {

    private Augmentation() {}

    /**
     * Copies a picture, mirrored in one case of two and shifted by up to {@code most} pixels along each axis; what
     * enters at an edge repeats the edge.
     *
     * @param picture one picture // [channels, size, size]
     * @param from where it starts in {@code picture}
     * @param target receives the picture from {@code to} on
     */
    public static void flipAndShift(
            float[] picture,
            int from,
            int channels,
            int size,
            int most,
            UniformRandomProvider random,
            float[] target,
            int to) {
        boolean flip = random.nextBoolean();
        int right = random.nextInt(2 * most + 1) - most;
        int down = random.nextInt(2 * most + 1) - most;
        for (int channel = 0; channel < channels; channel++) {
            for (int y = 0; y < size; y++) {
                int row = from + (channel * size + clamp(y - down, size)) * size;
                int out = to + (channel * size + y) * size;
                for (int x = 0; x < size; x++) {
                    int column = clamp(x - right, size);
                    target[out + x] = picture[row + (flip ? size - 1 - column : column)];
                }
            }
        }
    }

    /**
     * Cuts a random square out of a picture, mirrored in one case of two, and brings it to another size by bilinear
     * interpolation: the random resized crop of self-supervised learning.
     *
     * @param picture one picture // [channels, size, size]
     * @param from where it starts in {@code picture}
     * @param least the smallest share of the picture's area
     * @param greatest the greatest share of the picture's area
     * @param side of the result, in pixels
     * @param target receives the result from {@code to} on // [channels, side, side]
     */
    public static void crop(
            float[] picture,
            int from,
            int channels,
            int size,
            double least,
            double greatest,
            int side,
            UniformRandomProvider random,
            float[] target,
            int to) {
        Check.that(
                least > 0 && least <= greatest && greatest <= 1,
                "crop: expected shares of the area with 0 < least <= greatest <= 1, found %s and %s",
                least,
                greatest);
        double length = size * StrictMath.sqrt(least + (greatest - least) * random.nextDouble());
        double left = (size - length) * random.nextDouble();
        double top = (size - length) * random.nextDouble();
        boolean flip = random.nextBoolean();
        for (int y = 0; y < side; y++) {
            double sourceY = top + (y + .5) * length / side - .5;
            for (int x = 0; x < side; x++) {
                double sourceX = left + ((flip ? side - 1 - x : x) + .5) * length / side - .5;
                for (int channel = 0; channel < channels; channel++) {
                    target[to + (channel * side + y) * side + x] =
                            bilinear(picture, from + channel * size * size, size, sourceX, sourceY);
                }
            }
        }
    }

    /**
     * Changes a picture's colours at random, in place: without colour in some cases, then of more or less contrast
     * about mid-grey, then each channel brighter or darker by an amount of its own, which tints grey pictures too. It
     * stands for the colour jitter of self-supervised learning: what is left to distinguish pictures is their shapes.
     *
     * @param pixels holds the picture from {@code from} on // [channels, numbers of a channel] in [-1, 1]
     * @param area numbers of a channel
     * @param grey in what share of all cases the picture loses its colours
     * @param change the largest change of the contrast, as a share, and of a channel
     */
    public static void recolour(
            float[] pixels,
            int from,
            int channels,
            int area,
            double grey,
            double change,
            UniformRandomProvider random) {
        Check.that(
                grey >= 0 && grey <= 1 && change >= 0,
                "recolour: expected a share of grey pictures from 0 to 1 and a change of 0 or more, found %s and %s",
                grey,
                change);
        if (random.nextDouble() < grey) {
            averageChannels(pixels, from, channels, area);
        }
        float contrast = (float) (1 + change * (2 * random.nextDouble() - 1));
        for (int channel = 0; channel < channels; channel++) {
            float shift = (float) (change * (2 * random.nextDouble() - 1));
            for (int i = from + channel * area; i < from + (channel + 1) * area; i++) {
                pixels[i] = pixels[i] * contrast + shift;
            }
        }
    }

    private static void averageChannels(float[] pixels, int from, int channels, int area) {
        for (int i = from; i < from + area; i++) {
            float mean = 0;
            for (int channel = 0; channel < channels; channel++) {
                mean += pixels[i + channel * area] / channels;
            }
            for (int channel = 0; channel < channels; channel++) {
                pixels[i + channel * area] = mean;
            }
        }
    }

    private static float bilinear(float[] plane, int from, int size, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double alongX = x - left;
        double alongY = y - top;
        double upper = mix(at(plane, from, size, left, top), at(plane, from, size, left + 1, top), alongX);
        double lower = mix(at(plane, from, size, left, top + 1), at(plane, from, size, left + 1, top + 1), alongX);
        return (float) mix(upper, lower, alongY);
    }

    private static float at(float[] plane, int from, int size, int x, int y) {
        return plane[from + clamp(y, size) * size + clamp(x, size)];
    }

    private static double mix(double a, double b, double share) {
        return a + (b - a) * share;
    }

    private static int clamp(int at, int size) {
        return Math.max(0, Math.min(size - 1, at));
    }
}
