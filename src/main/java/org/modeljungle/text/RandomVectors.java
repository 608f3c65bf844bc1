package org.modeljungle.text;

import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * A vector in a random direction for each text, drawn from the text itself: the same in every process, and unrelated
 * to that of any other text. The control that says how much the meaning of words matters: what is learnt of seen texts
 * says nothing of others.
 *
 * @param dimension numbers in a vector
 * @param seeds where the vectors are drawn from
 */
public record RandomVectors(int dimension, Seeds seeds) implements TextEncoder {

    private static final int VERSION = 1; // of the vectors that a text gets

    /** Checks that the vectors have 1 number or more. */
    public RandomVectors {
        Check.that(dimension > 0, "random vectors: expected 1 number or more in each, found %d", dimension);
    }

    @Override
    public float[][] encode(List<String> texts) {
        return UnitLength.of(encodeRaw(texts), texts);
    }

    /** Standard normal numbers // [texts, dimension] */
    @Override
    public float[][] encodeRaw(List<String> texts) {
        Seeds all = seeds.split("random vectors");
        return texts.stream().map(text -> all.split(text).normal(dimension)).toArray(float[][]::new);
    }

    @Override
    public String digest() {
        return "random vectors %d: %d numbers, seed %d".formatted(VERSION, dimension, seeds.value());
    }
}
