package org.modeljungle.jungle.grow;

import org.apache.commons.rng.UniformRandomProvider;

/** Flow times of a batch: uniform, and spread evenly over [0, 1] within the batch, which makes the loss less noisy. */
final class Times {

    private Times() {}

    /** One time from each of {@code count} equal parts of [0, 1], in order. */
    static float[] spread(int count, UniformRandomProvider random) {
        float[] times = new float[count];
        fill(times, 0, count, random);
        return times;
    }

    static void fill(float[] target, int offset, int count, UniformRandomProvider random) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = (i + random.nextFloat()) / count;
        }
    }
}
