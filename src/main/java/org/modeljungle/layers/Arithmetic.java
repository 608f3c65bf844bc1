package org.modeljungle.layers;

import org.modeljungle.Check;

/** Sums over matrices, model by model. */
final class Arithmetic {

    private Arithmetic() {}

    /** Each matrix less one. */
    static Dense less(Matrices matrices, Matrices one) {
        Check.that(
                one.models() == 1 && one.rows() == matrices.rows() && one.cols() == matrices.cols(),
                "difference of layers: expected one matrix [1, %d, %d], found %s",
                matrices.rows(),
                matrices.cols(),
                one);
        float[] subtracted = one.dense(0);
        float[] values = new float[Math.multiplyExact(matrices.models(), subtracted.length)]; // [models, rows, cols]
        for (int model = 0; model < matrices.models(); model++) {
            float[] own = matrices.dense(model);
            for (int i = 0; i < own.length; i++) {
                values[model * own.length + i] = own[i] - subtracted[i];
            }
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
