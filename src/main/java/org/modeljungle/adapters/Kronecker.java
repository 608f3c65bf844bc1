package org.modeljungle.adapters;

import java.util.ArrayList;
import java.util.List;

/**
 * LoKr (LyCORIS, arXiv 2309.14859): the Kronecker product of a small matrix {@code [a, b]} and a second one
 * {@code [c, d]}, or {@code [c, d, kh, kw]}; each whole or a product of two.
 */
record Kronecker(Parts parts) implements Form {

    @Override
    public List<Long> shape() {
        List<Long> shape = new ArrayList<>();
        shape.add((long) firstRows() * secondRows());
        shape.add((long) firstCols() * secondInputs());
        shape.addAll(kernel());
        return List.copyOf(shape);
    }

    @Override
    public int rank() {
        return Adapter.FULL;
    }

    @Override
    public int scaleRank() {
        if (parts.has(Part.W1) && parts.has(Part.W2)) {
            return 0; // both are whole: LyCORIS scales by 1
        }
        return parts.has(Part.W2) ? parts.rows(Part.W1_B) : parts.rows(Part.W2_B);
    }

    @Override
    public LayerChange read() {
        int a = firstRows();
        int b = firstCols();
        int c = secondRows();
        int d = secondCols();
        float[] first = first(a, b);
        float[] second = second(c, d);
        float[] dense = new float[Math.multiplyExact(Math.multiplyExact(a, b), Math.multiplyExact(c, d))];
        for (int row = 0; row < a * c; row++) {
            for (int col = 0; col < b * d; col++) {
                dense[row * b * d + col] = first[row / c * b + col / d] * second[row % c * d + col % d];
            }
        }
        return new LayerChange.Full(a * c, b * d, dense);
    }

    private int firstRows() {
        return parts.rows(parts.has(Part.W1) ? Part.W1 : Part.W1_A);
    }

    private int firstCols() {
        return parts.size(parts.has(Part.W1) ? Part.W1 : Part.W1_B, 1);
    }

    private int secondRows() {
        return parts.has(Part.W2) ? parts.rows(Part.W2) : parts.size(Part.W2_A, parts.has(Part.T2) ? 1 : 0);
    }

    private int secondInputs() {
        return parts.size(parts.has(Part.W2) ? Part.W2 : Part.W2_B, 1);
    }

    private int secondCols() {
        long kernel = kernel().stream().reduce(1L, Math::multiplyExact);
        return Math.toIntExact(secondInputs() * kernel);
    }

    /** The kernel's sizes; none for a linear layer. */
    private List<Long> kernel() {
        return parts.kernel(parts.has(Part.W2) ? Part.W2 : parts.has(Part.T2) ? Part.T2 : Part.W2_B);
    }

    private float[] first(int a, int b) {
        if (parts.has(Part.W1)) {
            return parts.floats(Part.W1);
        }
        int rank = parts.rows(Part.W1_B);
        parts.same(parts.size(Part.W1_A, 1), rank, "ranks of w1_a [rows, rank] and w1_b [rank, cols]");
        return Products.of(parts.floats(Part.W1_A), parts.floats(Part.W1_B), a, rank, b);
    }

    private float[] second(int c, int d) {
        if (parts.has(Part.W2)) {
            return parts.floats(Part.W2);
        }
        int rank = parts.rows(Part.W2_B);
        if (!parts.has(Part.T2)) {
            parts.same(parts.size(Part.W2_A, 1), rank, "ranks of w2_a [rows, rank] and w2_b [rank, cols]");
            return Products.of(parts.floats(Part.W2_A), parts.floats(Part.W2_B), c, rank, d);
        }
        int outer = parts.rows(Part.W2_A);
        parts.same(parts.size(Part.T2, 0), outer, "ranks of t2 and w2_a");
        parts.same(parts.size(Part.T2, 1), rank, "ranks of t2 and w2_b");
        int inputs = secondInputs();
        float[] down = Products.core(parts.floats(Part.T2), parts.floats(Part.W2_B), outer, rank, inputs, d / inputs);
        return Products.of(Products.transposed(parts.floats(Part.W2_A), outer, c), down, c, outer, d);
    }
}
