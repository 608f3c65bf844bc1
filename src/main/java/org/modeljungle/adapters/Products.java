package org.modeljungle.adapters;

import java.util.Arrays;

/** Small products of row-major matrices, summed in double precision. */
final class Products {

    private Products() {}

    /** The product of two matrices // [rows, inner] x [inner, cols]. */
    static float[] of(float[] left, float[] right, int rows, int inner, int cols) {
        float[] product = new float[Math.multiplyExact(rows, cols)];
        double[] row = new double[cols];
        for (int i = 0; i < rows; i++) {
            Arrays.fill(row, 0);
            for (int k = 0; k < inner; k++) {
                double factor = left[i * inner + k];
                for (int j = 0; j < cols; j++) {
                    row[j] += factor * right[k * cols + j];
                }
            }
            for (int j = 0; j < cols; j++) {
                product[i * cols + j] = (float) row[j];
            }
        }
        return product;
    }

    static float[] scaled(float[] values, double scale) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (float) (scale * values[i]);
        }
        return scaled;
    }

    /** The transpose // [rows, cols] to [cols, rows]. */
    static float[] transposed(float[] values, int rows, int cols) {
        float[] turned = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                turned[j * rows + i] = values[i * cols + j];
            }
        }
        return turned;
    }

    /**
     * A convolution's core and its inputs' factor in one: {@code sum_j core[i, j, k] inputs[j, n]}.
     *
     * @param core // [rank, inner, kernel]
     * @param inputs // [inner, cols]
     * @return // [rank, cols, kernel]
     */
    static float[] core(float[] core, float[] inputs, int rank, int inner, int cols, int kernel) {
        float[] product = new float[rank * cols * kernel];
        for (int i = 0; i < rank; i++) {
            for (int n = 0; n < cols; n++) {
                for (int k = 0; k < kernel; k++) {
                    double sum = 0;
                    for (int j = 0; j < inner; j++) {
                        sum += (double) core[(i * inner + j) * kernel + k] * inputs[j * cols + n];
                    }
                    product[(i * cols + n) * kernel + k] = (float) sum;
                }
            }
        }
        return product;
    }
}
