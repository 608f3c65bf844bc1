package org.modeljungle;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * A seed that is split by name, so that adding one use of randomness never disturbs another:
 * {@code seeds.split("tree-3").split("child-7")}.
 *
 * <p>The random numbers are the same on every JDK and platform.
 *
 * @param value the 64-bit seed itself
 */
public record Seeds(long value) {

    /** The seed for one named use below this one. */
    public Seeds split(String name) {
        MessageDigest digest = Digests.sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        return new Seeds(ByteBuffer.wrap(digest.digest()).getLong());
    }

    /** The seed for one numbered use below this one, for example a training step. */
    public Seeds split(String name, long index) {
        return split(name + "-" + index);
    }

    /** A fresh generator (xoshiro256++) that starts from this seed; not safe for use by several threads. */
    public UniformRandomProvider random() {
        return RandomSource.XO_SHI_RO_256_PP.create(value);
    }

    /** {@code count} standard normal numbers. */
    public float[] normal(int count) {
        float[] numbers = new float[count];
        fillNormal(numbers, 0, count);
        return numbers;
    }

    /** Writes {@code count} standard normal numbers into {@code target} from {@code offset} on. */
    public void fillNormal(float[] target, int offset, int count) {
        ZigguratSampler.NormalizedGaussian sampler = ZigguratSampler.NormalizedGaussian.of(random());
        for (int i = 0; i < count; i++) {
            target[offset + i] = (float) sampler.sample();
        }
    }

    /** The numbers 0 to {@code count - 1} in random order. */
    public int[] permutation(int count) {
        UniformRandomProvider random = random();
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
