package org.modeljungle.router;

import org.apache.commons.rng.UniformRandomProvider;
import org.modeljungle.Check;
import org.modeljungle.Seeds;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;

/**
 * The part of a fingerprint that comes from one tensor.
 *
 * @param key its name and shape
 * @param values the sampled numbers // [places]; none where only the structure counts
 * @param rms the root mean square of the sampled numbers
 */
record TensorSample(String key, float[] values, double rms) {

    private static final int RUNS = 16; // few pages of the file are touched

    static TensorSample read(Safetensors file, Adapter adapter, String name, int samples, Seeds seeds) {
        TensorInfo info = file.info(name);
        String key = name + " " + adapter.shapeWithoutRank(name);
        boolean weights =
                info.shape().size() >= 2 && info.dtype().isFloat() && !adapter.holds(name) && info.elements() > 0;
        float[] values = weights ? sample(file, info, seeds.split("places").split(key), samples) : new float[0];
        double squares = 0;
        for (float value : values) {
            Check.that(
                    Float.isFinite(value),
                    "tensor '%s' in %s: expected finite weights, found %s; the model diverged, leave it out",
                    name,
                    file.path(),
                    value);
            squares += (double) value * value;
        }
        return new TensorSample(key, values, Math.sqrt(squares / Math.max(1, values.length)));
    }

    /** How many of its numbers say something: none, if all are 0. */
    int informative() {
        return rms == 0 ? 0 : values.length;
    }

    /** Adds the tensor's column of the sketch for its structure, and one for each of its places. */
    void addTo(double[] sums, Seeds seeds, double structure, double weight) {
        UniformRandomProvider random = seeds.split("sketch").split(key).random();
        sums[random.nextInt(sums.length)] += sign(random) * structure;
        if (rms == 0) {
            return;
        }
        for (float value : values) {
            sums[random.nextInt(sums.length)] += sign(random) * weight * (value / rms);
        }
    }

    private static int sign(UniformRandomProvider random) {
        return random.nextBoolean() ? 1 : -1;
    }

    /** All numbers of a small tensor; otherwise one run in each sixteenth of it, at a random place there. */
    private static float[] sample(Safetensors file, TensorInfo info, Seeds seeds, int samples) {
        if (info.elements() <= samples) {
            return file.floats(info.name());
        }
        UniformRandomProvider random = seeds.random();
        int length = samples / RUNS;
        long part = info.elements() / RUNS;
        long[] starts = new long[RUNS];
        for (int run = 0; run < RUNS; run++) {
            starts[run] = run * part + random.nextLong(part - length + 1);
        }
        return file.floats(info.name(), starts, length);
    }
}
