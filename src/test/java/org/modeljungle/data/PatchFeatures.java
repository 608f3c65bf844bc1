package org.modeljungle.data;

import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Seeds;

/**
 * What a one-layer network with random filters sees: patches of training pictures, correlated with every place of a
 * picture, rectified, and averaged over 3 x 3 fields. Enough to tell whether pictures can be recognised at all.
 */
final class PatchFeatures {

    private static final int SIDE = 5; // of a patch
    private static final int FIELDS = 3; // per side
    private static final int PIXELS = Images.RGB * SIDE * SIDE;

    private static final float THRESHOLD = 0.3f;

    private final float[][] filters; // mean 0, length 1 // [filters, channels * side * side]

    PatchFeatures(Images images, int count, Seeds seeds) {
        UniformRandomProvider random = seeds.random();
        filters = new float[count][PIXELS];
        for (float[] filter : filters) {
            int room = images.height() - SIDE + 1;
            patch(images, random.nextInt(images.count()), random.nextInt(room), random.nextInt(room), filter);
            float length = 0;
            for (float weight : filter) {
                length += weight * weight;
            }
            for (int i = 0; i < PIXELS; i++) {
                filter[i] /= (float) Math.sqrt(length + 1e-6);
            }
        }
    }

    /** The features of one picture, and a 1. // [filters * 3 * 3 + 1] */
    double[] of(Images images, int image) {
        double[] features = new double[filters.length * FIELDS * FIELDS + 1];
        float[] patch = new float[PIXELS];
        int room = images.height() - SIDE + 1;
        for (int y = 0; y < room; y++) {
            for (int x = 0; x < room; x++) {
                patch(images, image, y, x, patch);
                int field = y * FIELDS / room * FIELDS + x * FIELDS / room;
                for (int f = 0; f < filters.length; f++) {
                    features[f * FIELDS * FIELDS + field] += Math.max(0, dot(filters[f], patch) - THRESHOLD) / room;
                }
            }
        }
        features[features.length - 1] = 1;
        return features;
    }

    private static void patch(Images images, int image, int top, int left, float[] patch) {
        float[] pixels = images.pixels();
        int size = images.height();
        float mean = 0;
        for (int i = 0; i < PIXELS; i++) {
            int channel = i / (SIDE * SIDE);
            int row = top + i / SIDE % SIDE;
            patch[i] = pixels[image * images.length() + (channel * size + row) * size + left + i % SIDE];
            mean += patch[i] / PIXELS;
        }
        for (int i = 0; i < PIXELS; i++) {
            patch[i] -= mean;
        }
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
