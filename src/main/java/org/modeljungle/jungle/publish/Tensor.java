package org.modeljungle.jungle.publish;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Weight;

/**
 * Numbers of a shape, on their way into a file.
 *
 * @param values row-major
 * @param shape its dimensions; none for a single number
 */
@SuppressWarnings("ArrayRecordComponent") // plain data, never compared
record Tensor(float[] values, long... shape) {

    static Tensor of(float[] values, List<Long> shape) {
        return new Tensor(values, shape.stream().mapToLong(Long::longValue).toArray());
    }

    /** One number. */
    static Tensor single(double value) {
        return new Tensor(new float[] {(float) value});
    }

    int rows() {
        return (int) shape[0];
    }

    int cols() {
        return (int) shape[1];
    }

    /** Each number times another. */
    Tensor times(double factor) {
        float[] scaled = values.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (float) (scaled[i] * factor);
        }
        return new Tensor(scaled, shape);
    }

    /** Columns {@code from} to {@code to}, as rows // [to - from, rows] */
    Tensor transposed(int from, int to) {
        float[] turned = new float[(to - from) * rows()];
        for (int row = 0; row < rows(); row++) {
            for (int col = from; col < to; col++) {
                turned[(col - from) * rows() + row] = values[row * cols() + col];
            }
        }
        return new Tensor(turned, to - from, rows());
    }

    /** The first rows and columns. */
    Tensor corner(int rows, int cols) {
        float[] part = new float[rows * cols];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * cols(), part, row * cols, cols);
        }
        return new Tensor(part, rows, cols);
    }

    /** The sum with a matrix of the same size. */
    Tensor plus(float[] matrix) {
        float[] sum = values.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += matrix[i];
        }
        return new Tensor(sum, shape);
    }

    /** One of the same shape, full of one number. */
    Tensor filled(float value) {
        float[] same = new float[values.length];
        Arrays.fill(same, value);
        return new Tensor(same, shape);
    }

    Weight as(Dtype dtype) {
        return Weight.of(dtype, values, shape);
    }
}
