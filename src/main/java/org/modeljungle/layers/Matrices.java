package org.modeljungle.layers;

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
}
