package org.modeljungle.layers;

import java.util.List;

/**
 * Matrices of one shape, one for each model: stored as they are, or as products of low-rank factors; in memory, or in a
 * file ({@link DiskBank}), from which they are read when they are asked for.
 */
public sealed interface Matrices permits Dense, LowRank {

    /** The number of matrices. */
    int models();

    /** The number of rows of each. */
    int rows();

    /** The number of columns of each. */
    int cols();

    /** How many numbers are kept of each model: those of its matrix, or of its factors. */
    long numbersEach();

    /** Whether all numbers are in memory, and not in a file. */
    boolean inMemory();

    /**
     * The matrix of one model, {@code [rows, cols]}, row-major; a copy.
     *
     * @throws IllegalArgumentException if there is no such model
     */
    float[] dense(int model);

    /**
     * The matrices of some models, in the order given; a model may be chosen more than once. Copied, where they are in
     * memory; of a file only their places are kept.
     *
     * @throws IllegalArgumentException if there is no such model, or none is chosen
     */
    Matrices select(int... chosen);

    /**
     * The matrices of several lists, one after the other, copied into memory.
     *
     * @throws IllegalArgumentException if there is none, or they differ in shape, rank, or how they are stored
     */
    static Matrices concat(List<? extends Matrices> parts) {
        Matrices first = JoinedMatrices.first(parts);
        int models = parts.stream().mapToInt(Matrices::models).reduce(0, Math::addExact);
        if (first instanceof LowRank factors) {
            List<LowRank> all = parts.stream().map(LowRank.class::cast).toList();
            Blocks ups = Blocks.concat(all.stream().map(LowRank::ups).toList());
            Blocks downs = Blocks.concat(all.stream().map(LowRank::downs).toList());
            return new LowRank(models, first.rows(), first.cols(), factors.rank(), ups, downs);
        }
        List<Dense> all = parts.stream().map(Dense.class::cast).toList();
        return new Dense(
                models,
                first.rows(),
                first.cols(),
                Blocks.concat(all.stream().map(Dense::blocks).toList()));
    }
}
