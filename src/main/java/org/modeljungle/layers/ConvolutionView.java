package org.modeljungle.layers;

import java.util.List;

/**
 * The two ways of viewing a convolution's weights, {@code [out, in, kh, kw]}, or with one or three dimensions of the
 * kernel, as one matrix. Both leave the numbers where they lie, row-major, and only draw the rows differently. A
 * convolution whose kernel is one pixel is {@code [out, in]} in both.
 */
public enum ConvolutionView {
    /** One row for each output channel, {@code [out, in * kh * kw]}: a filter is a row. */
    FILTERS {
        @Override
        long[] matrix(long out, long filter) {
            return new long[] {out, filter};
        }
    },
    /**
     * The public reference code's {@code reshape(-1, out)}, {@code [in * kh * kw, out]}: the same numbers cut into rows
     * of length {@code out}, not a transpose, so that a column is no filter.
     */
    REINTERPRETED {
        @Override
        long[] matrix(long out, long filter) {
            return new long[] {filter, out};
        }
    };

    abstract long[] matrix(long out, long filter);

    /** The rows and columns for weights of a shape with two dimensions or more. */
    long[] matrix(List<Long> shape) {
        long out = shape.get(0);
        long filter = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
        boolean plain = shape.stream().skip(2).allMatch(size -> size == 1);
        return plain ? new long[] {out, filter} : matrix(out, filter);
    }
}
