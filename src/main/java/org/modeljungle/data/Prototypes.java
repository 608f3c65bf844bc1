package org.modeljungle.data;

import java.util.Arrays;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;

/**
 * Tells what a picture of a world shows: the thing whose mean picture it resembles most, by the cosine of what is left
 * when each channel's mean is taken off. It learns nothing but the means, so it judges what networks draw without being
 * one itself.
 */
public final class Prototypes {

    private final int things;
    private final int length; // of a picture
    private final float[] means; // unit vectors // [things, length]

    private Prototypes(int things, int length, float[] means) {
        this.things = things;
        this.length = length;
        this.means = means;
    }

    /**
     * The mean pictures of all things of a world.
     *
     * @param each pictures of each thing
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Prototypes of(World world, int each, Seeds seeds) {
        Check.that(each > 0, "prototypes: expected 1 picture of each thing or more, found %d", each);
        int things = world.captions().size();
        int length = Images.RGB * world.size() * world.size();
        float[] means = new float[Math.multiplyExact(things, length)];
        try (Progress progress = Progress.of("drawing prototypes", things)) {
            for (int thing = 0; thing < things; thing++) {
                int[] copies = new int[each];
                Arrays.fill(copies, thing);
                float[] pixels =
                        world.draw(copies, seeds.split("prototype", thing)).pixels();
                for (int i = 0; i < pixels.length; i++) {
                    means[thing * length + i % length] += pixels[i] / each;
                }
                centre(means, thing * length, length);
                progress.step();
            }
        }
        return new Prototypes(things, length, means);
    }

    /**
     * The thing that each picture shows.
     *
     * @param pixels of the world's size, row-major // [pictures, 3, size, size]
     * @return numbers of things // [pictures]
     * @throws IllegalArgumentException if these are no whole pictures
     */
    public int[] recognise(float[] pixels) {
        Check.that(
                pixels.length % length == 0,
                "prototypes: expected pictures of %d numbers, found %d numbers",
                length,
                pixels.length);
        int[] found = new int[pixels.length / length];
        for (int i = 0; i < found.length; i++) {
            Progress.checkInterrupt("recognising pictures");
            float[] picture = Arrays.copyOfRange(pixels, i * length, (i + 1) * length);
            centre(picture, 0, length);
            found[i] = nearest(picture);
        }
        return found;
    }

    /**
     * The share of pictures in which it recognises what they show.
     *
     * @param pixels row-major // [pictures, 3, size, size]
     * @param shown the thing of each picture; each thing's pictures, equally many, stand side by side // [pictures /
     *     pictures of each]
     */
    public double accuracy(float[] pixels, int... shown) {
        int[] found = recognise(pixels);
        Check.that(
                shown.length > 0 && found.length % shown.length == 0,
                "prototypes: expected equally many pictures of each of %d things, found %d pictures",
                shown.length,
                found.length);
        int each = found.length / shown.length;
        int right = 0;
        for (int i = 0; i < found.length; i++) {
            right += found[i] == shown[i / each] ? 1 : 0;
        }
        return (double) right / found.length;
    }

    private int nearest(float[] picture) {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int thing = 0; thing < things; thing++) {
            double cosine = 0;
            for (int k = 0; k < length; k++) {
                cosine += picture[k] * means[thing * length + k];
            }
            if (cosine > highest) {
                highest = cosine;
                best = thing;
            }
        }
        return best;
    }

    /** Takes off each channel's mean and scales to length 1; a picture without any contrast stays zeros. */
    private static void centre(float[] pixels, int from, int length) {
        int channel = length / Images.RGB;
        double square = 0;
        for (int start = from; start < from + length; start += channel) {
            double mean = 0;
            for (int k = start; k < start + channel; k++) {
                mean += pixels[k] / channel;
            }
            for (int k = start; k < start + channel; k++) {
                pixels[k] -= (float) mean;
                square += (double) pixels[k] * pixels[k];
            }
        }
        for (int k = from; k < from + length && square > 0; k++) {
            pixels[k] /= (float) Math.sqrt(square);
        }
    }

    @Override
    public String toString() {
        return "mean pictures of %d things".formatted(things);
    }
}
