package org.modeljungle.layers;

/**
 * Matrices {@code B A} kept as their factors: a LoRA's change of a layer. Products with them cost
 * {@code rank / min(rows, cols)} of the dense ones, so that {@code B (A u)} is taken and {@code B A} never formed.
 *
 * @param models the number of matrices
 * @param rows the number of rows of each
 * @param cols the number of columns of each
 * @param rank the number of columns of B and of rows of A
 * @param up B, row-major; not copied // [models, rows, rank]
 * @param down A, row-major; not copied // [models, rank, cols]
 */
@SuppressWarnings("ArrayRecordComponent") // the caller's own arrays, shared on purpose
public record LowRank(int models, int rows, int cols, int rank, float[] up, float[] down) implements Matrices {

    /** Checks the sizes. */
    public LowRank {
        Blocks.checkLength("up", up, models, rows, rank);
        Blocks.checkLength("down", down, models, rank, cols);
    }

    @Override
    public float[] dense(int model) {
        Blocks.checkModel(models, model);
        float[] product = new float[Blocks.length(1, rows, cols)]; // [rows, cols]
        int b = model * rows * rank;
        int a = model * rank * cols;
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < rank; k++) {
                float factor = up[b + row * rank + k];
                for (int col = 0; col < cols; col++) {
                    product[row * cols + col] += factor * down[a + k * cols + col];
                }
            }
        }
        return product;
    }

    @Override
    public LowRank select(int... chosen) {
        return new LowRank(
                chosen.length, rows, cols, rank, Blocks.some(up, models, chosen), Blocks.some(down, models, chosen));
    }

    @Override
    public String toString() {
        return "[" + models + ", " + rows + ", " + cols + "] of rank " + rank;
    }
}
