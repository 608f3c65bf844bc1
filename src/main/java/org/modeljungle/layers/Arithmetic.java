package org.modeljungle.layers;

import org.modeljungle.Check;

/** Sums over matrices, model by model. */
final class Arithmetic {

    private Arithmetic() {}

    /** Each matrix less one, divided by a number. Of whole matrices in a file nothing is read yet. */
    static Dense less(Matrices matrices, Matrices one, float scale) {
        Check.that(
                one.models() == 1 && one.rows() == matrices.rows() && one.cols() == matrices.cols(),
                "difference of layers: expected one matrix [1, %d, %d], found %s",
                matrices.rows(),
                matrices.cols(),
                one);
        Check.that(
                scale != 0 && Float.isFinite(scale),
                "difference of layers: expected a finite number other than 0 to divide by, found %s",
                scale);
        float[] subtracted = one.dense(0);
        if (matrices instanceof Dense dense && !dense.inMemory()) {
            Blocks differences = new DifferenceBlocks(dense.blocks(), subtracted, scale);
            return new Dense(matrices.models(), matrices.rows(), matrices.cols(), differences);
        }
        int size = subtracted.length;
        float[] values = new float[Blocks.length(matrices.models(), 1, size)]; // [models, rows, cols]
        for (int model = 0; model < matrices.models(); model++) {
            System.arraycopy(matrices.dense(model), 0, values, model * size, size);
            DifferenceBlocks.subtract(subtracted, 0, scale, values, model * size, size);
        }
        return new Dense(matrices.models(), matrices.rows(), matrices.cols(), values);
    }

    /** Each product of factors. */
    static Dense products(LowRank factors) {
        int size = Math.multiplyExact(factors.rows(), factors.cols());
        float[] values = new float[Math.multiplyExact(factors.models(), size)]; // [models, rows, cols]
        for (int model = 0; model < factors.models(); model++) {
            System.arraycopy(factors.dense(model), 0, values, model * size, size);
        }
        return new Dense(factors.models(), factors.rows(), factors.cols(), values);
    }

    static double rootMeanSquare(Matrices matrices) {
        double squares = 0;
        for (int model = 0; model < matrices.models(); model++) {
            for (float value : matrices.dense(model)) {
                squares += (double) value * value;
            }
        }
        return Math.sqrt(squares / ((double) matrices.models() * matrices.rows() * matrices.cols()));
    }
}
