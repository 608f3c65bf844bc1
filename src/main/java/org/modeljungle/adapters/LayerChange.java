package org.modeljungle.adapters;

import org.modeljungle.Check;

/** The exact change of one layer's weight, scale included, seen as a matrix: a convolution's filters are its rows. */
public sealed interface LayerChange {

    /** The number of rows: outputs of the layer. */
    int rows();

    /** The number of columns: inputs of the layer, of a convolution {@code in * kh * kw}. */
    int cols();

    /** All numbers, row-major // [rows, cols]. */
    float[] dense();

    /**
     * The product of two thin matrices.
     *
     * @param rank columns of {@code up} and rows of {@code down}; 0 for a change of nothing
     * @param up B, with the scale in it // [rows, rank]
     * @param down A // [rank, cols]
     */
    @SuppressWarnings("ArrayRecordComponent") // plain data on its way into a bank
    record LowRank(int rows, int cols, int rank, float[] up, float[] down) implements LayerChange {

        /** Checks the sizes. */
        public LowRank {
            Check.that(
                    up.length == rows * rank && down.length == rank * cols,
                    "low-rank change [%d, %d] of rank %d: expected %d and %d numbers, found %d and %d",
                    rows,
                    cols,
                    rank,
                    rows * rank,
                    rank * cols,
                    up.length,
                    down.length);
        }

        @Override
        public float[] dense() {
            return Products.of(up, down, rows, rank, cols);
        }

        LowRank scaled(double scale) {
            return scale == 1 ? this : new LowRank(rows, cols, rank, Products.scaled(up, scale), down);
        }

        @Override
        public String toString() {
            return "change [%d, %d] of rank %d".formatted(rows, cols, rank);
        }
    }

    /**
     * A change that has no thin factors.
     *
     * @param dense all numbers, row-major // [rows, cols]
     */
    @SuppressWarnings("ArrayRecordComponent") // plain data on its way into a bank
    record Full(int rows, int cols, float[] dense) implements LayerChange {

        /** Checks the size. */
        public Full {
            Check.that(
                    dense.length == rows * cols,
                    "change [%d, %d]: expected %d numbers, found %d",
                    rows,
                    cols,
                    rows * cols,
                    dense.length);
        }

        @Override
        public String toString() {
            return "change [%d, %d]".formatted(rows, cols);
        }
    }
}
