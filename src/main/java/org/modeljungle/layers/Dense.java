package org.modeljungle.layers;

/**
 * Matrices stored as they are.
 *
 * @param models the number of matrices
 * @param rows the number of rows of each
 * @param cols the number of columns of each
 * @param values all numbers, row-major; not copied // [models, rows, cols]
 */
@SuppressWarnings("ArrayRecordComponent") // gigabytes: the caller's own array, shared on purpose
public record Dense(int models, int rows, int cols, float[] values) implements Matrices {

    /** Checks the sizes. */
    public Dense {
        Blocks.checkLength("matrices", values, models, rows, cols);
    }

    @Override
    public float[] dense(int model) {
        return Blocks.one(values, models, model);
    }

    @Override
    public Dense select(int... chosen) {
        return new Dense(chosen.length, rows, cols, Blocks.some(values, models, chosen));
    }

    @Override
    public String toString() {
        return "[" + models + ", " + rows + ", " + cols + "]";
    }
}
