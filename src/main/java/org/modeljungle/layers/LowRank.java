package org.modeljungle.layers;

/**
 * Matrices {@code B A} kept as their factors: a LoRA's change of a layer. Products with them cost
 * {@code rank / min(rows, cols)} of the dense ones, so that {@code B (A u)} is taken and {@code B A} never formed.
 *
 * @param models the number of matrices
 * @param rows the number of rows of each
 * @param cols the number of columns of each
 * @param rank the number of columns of B and of rows of A
 * @param ups B, row-major // [models, rows, rank]
 * @param downs A, row-major // [models, rank, cols]
 */
public record LowRank(int models, int rows, int cols, int rank, Blocks ups, Blocks downs) implements Matrices {

    /** Checks the sizes. */
    public LowRank {
        Blocks.check("up", ups, models, rows, rank);
        Blocks.check("down", downs, models, rank, cols);
    }

    /** In arrays, not copied; checks their sizes // up [models, rows, rank], down [models, rank, cols] */
    public LowRank(int models, int rows, int cols, int rank, float[] up, float[] down) {
        this(
                models,
                rows,
                cols,
                rank,
                Blocks.of("up", up, models, rows, rank),
                Blocks.of("down", down, models, rank, cols));
    }

    /** All of B: the array itself, not copied, or read from a file // [models, rows, rank] */
    public float[] up() {
        return ups.all();
    }

    /** All of A: the array itself, not copied, or read from a file // [models, rank, cols] */
    public float[] down() {
        return downs.all();
    }

    @Override
    public long numbersEach() {
        return rank * ((long) rows + cols);
    }

    @Override
    public boolean inMemory() {
        return ups.inMemory() && downs.inMemory();
    }

    @Override
    public float[] dense(int model) {
        float[] up = ups.one(model); // [rows, rank]
        float[] down = downs.one(model); // [rank, cols]
        float[] product = new float[Blocks.length(1, rows, cols)]; // [rows, cols]
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < rank; k++) {
                float factor = up[row * rank + k];
                for (int col = 0; col < cols; col++) {
                    product[row * cols + col] += factor * down[k * cols + col];
                }
            }
        }
        return product;
    }

    @Override
    public LowRank select(int... chosen) {
        return new LowRank(chosen.length, rows, cols, rank, ups.select(chosen), downs.select(chosen));
    }

    @Override
    public String toString() {
        return "[" + models + ", " + rows + ", " + cols + "] of rank " + rank;
    }
}
