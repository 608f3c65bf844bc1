package org.modeljungle.layers;

import org.modeljungle.Seeds;

/** Random banks. */
public final class Banks {

    private Banks() {}

    public static LayerBank dense(Seeds seeds, int models, int rows, int cols) {
        return new LayerBank("dense", new Dense(models, rows, cols, seeds.normal(models * rows * cols)));
    }

    public static LayerBank lowRank(Seeds seeds, int models, int rows, int cols, int rank) {
        float[] up = seeds.split("up").normal(models * rows * rank);
        float[] down = seeds.split("down").normal(models * rank * cols);
        return new LayerBank("lora", new LowRank(models, rows, cols, rank, up, down));
    }

    /** The same matrices, multiplied out. */
    public static LayerBank multipliedOut(LayerBank bank) {
        float[] values = new float[bank.models() * bank.rows() * bank.cols()];
        for (int model = 0; model < bank.models(); model++) {
            float[] matrix = bank.matrix(model);
            System.arraycopy(matrix, 0, values, model * matrix.length, matrix.length);
        }
        return new LayerBank("dense", new Dense(bank.models(), bank.rows(), bank.cols(), values));
    }
}
