package org.modeljungle.layers;

/**
 * Matrices stored as they are.
 *
 * @param models the number of matrices
 * @param rows the number of rows of each
 * @param cols the number of columns of each
 * @param blocks all numbers, row-major // [models, rows, cols]
 */
public record Dense(int models, int rows, int cols, Blocks blocks) implements Matrices {

    /** Checks the sizes. */
    public Dense {
        Blocks.check("matrices", blocks, models, rows, cols);
    }

    /** In an array, not copied; checks its size // values [models, rows, cols] */
    public Dense(int models, int rows, int cols, float[] values) {
        this(models, rows, cols, Blocks.of("matrices", values, models, rows, cols));
    }

    /**
     * All numbers: the array itself, not copied, or read from a file // [models, rows, cols]
     *
     * @throws IllegalArgumentException if a file has more than an array can hold
     */
    public float[] values() {
        return blocks.all();
    }

    @Override
    public long numbersEach() {
        return (long) rows * cols;
    }

    @Override
    public boolean inMemory() {
        return blocks.inMemory();
    }

    @Override
    public float[] dense(int model) {
        return blocks.one(model);
    }

    @Override
    public Dense select(int... chosen) {
        return new Dense(chosen.length, rows, cols, blocks.select(chosen));
    }

    @Override
    public String toString() {
        return "[" + models + ", " + rows + ", " + cols + "]";
    }
}
