package org.modeljungle.search;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.modeljungle.Check;

/** The nearest of some vectors by their cosine: models that a reader says nearly the same of, for example. */
public final class Neighbours {

    private Neighbours() {}

    /**
     * The others whose direction is nearest to that of one.
     *
     * @param vectors of one length, such as a reader's outputs or representations // [models, width]
     * @param one of them
     * @param k how many, at most all others
     * @return the nearest first; of equals the one with the smaller index
     * @throws IllegalArgumentException if {@code one} or {@code k} is out of range
     */
    public static List<Integer> of(float[][] vectors, int one, int k) {
        Check.that(
                one >= 0 && one < vectors.length,
                "neighbours: expected a vector from 0 to %d, found %d",
                vectors.length - 1,
                one);
        Check.that(
                k >= 1 && k < vectors.length,
                "neighbours: expected k from 1 to %d others, found %d",
                vectors.length - 1,
                k);
        return nearest(vectors.length, one, k, other -> -cosine(vectors[one], vectors[other]));
    }

    /** The others by a distance from one, the nearest first; of equals the one with the smaller index. */
    static List<Integer> nearest(int count, int one, int k, IntToDoubleFunction distance) {
        return IntStream.range(0, count)
                .filter(other -> other != one)
                .boxed()
                .sorted(Comparator.comparingDouble(distance::applyAsDouble))
                .limit(k)
                .toList();
    }

    /** 0 with a vector of zeros. */
    private static double cosine(float[] a, float[] b) {
        double norms = Math.sqrt(Products.dot(a, a) * Products.dot(b, b));
        return norms == 0 ? 0 : Products.dot(a, b) / norms;
    }
}
