package org.modeljungle.layers;

import java.util.List;
import org.modeljungle.Check;

/** Matrices of one shape, one for each model: stored as they are, or as products of low-rank factors. */
public sealed interface Matrices permits Dense, LowRank {

    /** The number of matrices. */
    int models();

    /** The number of rows of each. */
    int rows();

    /** The number of columns of each. */
    int cols();

    /**
     * The matrix of one model, {@code [rows, cols]}, row-major; a copy.
     *
     * @throws IllegalArgumentException if there is no such model
     */
    float[] dense(int model);

    /**
     * The matrices of some models, in the order given, copied; a model may be chosen more than once.
     *
     * @throws IllegalArgumentException if there is no such model, or none is chosen
     */
    Matrices select(int... chosen);

    /**
     * The matrices of several lists, one after the other, copied.
     *
     * @throws IllegalArgumentException if there is none, or they differ in shape, rank, or how they are stored
     */
    static Matrices concat(List<? extends Matrices> parts) {
        Check.that(!parts.isEmpty(), "joined matrices: expected 1 part or more, found none");
        Matrices first = parts.get(0);
        for (Matrices part : parts) {
            Check.that(
                    Blocks.alike(first, part),
                    "joined matrices: expected all as the first, %s, found %s; models of different shapes cannot be"
                            + " in one bank",
                    first,
                    part);
        }
        int models = parts.stream().mapToInt(Matrices::models).reduce(0, Math::addExact);
        if (first instanceof LowRank factors) {
            List<LowRank> all = parts.stream().map(LowRank.class::cast).toList();
            float[] up = Blocks.concat(all.stream().map(LowRank::up).toList());
            float[] down = Blocks.concat(all.stream().map(LowRank::down).toList());
            return new LowRank(models, first.rows(), first.cols(), factors.rank(), up, down);
        }
        List<Dense> all = parts.stream().map(Dense.class::cast).toList();
        float[] values = Blocks.concat(all.stream().map(Dense::values).toList());
        return new Dense(models, first.rows(), first.cols(), values);
    }
}
