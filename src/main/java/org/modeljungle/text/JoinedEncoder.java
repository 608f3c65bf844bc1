package org.modeljungle.text;

import java.util.List;
import org.modeljungle.DataDigest;

/** Two encoders' vectors, of length 1 each, one after the other: the cosine is the mean of both cosines. */
record JoinedEncoder(TextEncoder first, TextEncoder second) implements TextEncoder {

    @Override
    public float[][] encode(List<String> texts) {
        float[][] left = UnitLength.by(first, texts);
        float[][] right = UnitLength.by(second, texts);
        float[][] joined = new float[texts.size()][];
        for (int i = 0; i < joined.length; i++) {
            joined[i] = join(left[i], right[i]);
        }
        return joined;
    }

    private static float[] join(float[] left, float... right) {
        float[] joined = new float[left.length + right.length];
        for (int k = 0; k < joined.length; k++) {
            joined[k] = (float) ((k < left.length ? left[k] : right[k - left.length]) / Math.sqrt(2));
        }
        return joined;
    }

    @Override
    public String digest() {
        return first.digest().isBlank() || second.digest().isBlank()
                ? ""
                : new DataDigest()
                        .add("joined")
                        .add(first.digest())
                        .add(second.digest())
                        .hex();
    }

    @Override
    public String toString() {
        return first + ", joined with " + second;
    }
}
