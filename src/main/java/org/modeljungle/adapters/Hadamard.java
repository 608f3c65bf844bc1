package org.modeljungle.adapters;

import java.util.List;

/**
 * LoHa (arXiv 2108.06098): the elementwise product of two products, {@code (A1 B1) * (A2 B2)}. It is itself a product
 * of thin matrices: of rank {@code r1 r2}, whose columns and rows are the pairwise products of theirs.
 */
record Hadamard(Parts parts) implements Form {

    private boolean core() {
        return parts.has(Part.T1);
    }

    @Override
    public List<Long> shape() {
        long rows = parts.size(Part.W1_A, core() ? 1 : 0);
        if (core()) {
            return List.of(rows, (long) parts.size(Part.W1_B, 1), (long) parts.size(Part.T1, 2), (long)
                    parts.size(Part.T1, 3));
        }
        return Form.shape(rows, parts, Part.W1_B);
    }

    @Override
    public int rank() {
        return Math.multiplyExact(parts.rows(Part.W1_B), parts.rows(Part.W2_B));
    }

    @Override
    public int scaleRank() {
        return parts.rows(Part.W1_B);
    }

    @Override
    public LayerChange read() {
        LayerChange.LowRank one = half(Part.W1_A, Part.W1_B, Part.T1);
        LayerChange.LowRank two = half(Part.W2_A, Part.W2_B, Part.T2);
        parts.same(one.rows(), two.rows(), "rows of both products");
        parts.same(one.cols(), two.cols(), "columns of both products");
        int rank = one.rank() * two.rank();
        float[] up = new float[one.rows() * rank];
        float[] down = new float[rank * one.cols()];
        for (int i = 0; i < one.rank(); i++) {
            for (int j = 0; j < two.rank(); j++) {
                int k = i * two.rank() + j;
                for (int row = 0; row < one.rows(); row++) {
                    up[row * rank + k] = one.up()[row * one.rank() + i] * two.up()[row * two.rank() + j];
                }
                for (int col = 0; col < one.cols(); col++) {
                    down[k * one.cols() + col] = one.down()[i * one.cols() + col] * two.down()[j * one.cols() + col];
                }
            }
        }
        return new LayerChange.LowRank(one.rows(), one.cols(), rank, up, down);
    }

    private LayerChange.LowRank half(Part a, Part b, Part t) {
        int rank = parts.rows(b);
        if (!core()) {
            parts.same(parts.size(a, 1), rank, "ranks of a [rows, rank] and b [rank, cols]");
            return new LayerChange.LowRank(parts.rows(a), parts.cols(b), rank, parts.floats(a), parts.floats(b));
        }
        int rows = parts.size(a, 1);
        int kernel = parts.size(t, 2) * parts.size(t, 3);
        int outer = parts.rows(a);
        parts.same(parts.size(t, 0), outer, "ranks of t and a");
        parts.same(parts.size(t, 1), rank, "ranks of t and b");
        float[] down = Products.core(parts.floats(t), parts.floats(b), outer, rank, parts.cols(b), kernel);
        return new LayerChange.LowRank(
                rows, parts.cols(b) * kernel, outer, Products.transposed(parts.floats(a), outer, rows), down);
    }
}
