package org.modeljungle.adapters;

import java.util.ArrayList;
import java.util.List;

/** One way of writing a change down. */
interface Form {

    /**
     * The shape of the weight that changes, as far as the file says it: {@code [out, in]} or {@code [out, in, kh, kw]}.
     */
    List<Long> shape();

    /** The factors' rank; {@link Adapter#FULL} where there are none. */
    int rank();

    /** What {@code alpha} is divided by. */
    int scaleRank();

    /** The change before its scale. */
    LayerChange read();

    /** The form that a layer's parts have. */
    static Form of(Parts parts, boolean transposed) {
        if (parts.has(Part.DIFF)) {
            return new Difference(parts);
        }
        if (parts.has(Part.W1) || parts.has(Part.W2) || parts.method().equals("LoKr")) {
            return new Kronecker(parts);
        }
        if (parts.has(Part.W1_A) || parts.has(Part.W2_A)) {
            return new Hadamard(parts);
        }
        if (parts.has(Part.EMBEDDING_DOWN) || parts.has(Part.EMBEDDING_UP)) {
            return new Turned(parts, Part.EMBEDDING_UP, Part.EMBEDDING_DOWN);
        }
        return transposed ? new Turned(parts, Part.UP, Part.DOWN) : new Pair(parts);
    }

    /** {@code [out]} and the dimensions behind the first of a tensor. */
    static List<Long> shape(long out, Parts parts, Part inputs) {
        List<Long> shape = new ArrayList<>(List.of(out, (long) parts.size(inputs, 1)));
        shape.addAll(parts.kernel(inputs));
        return List.copyOf(shape);
    }

    /** AdaLoRA's singular values are those of A's rows, where there are some // down [rank, cols] */
    private static void scaleRows(Parts parts, float[] down, int rank) {
        if (!parts.has(Part.SINGULAR)) {
            return;
        }
        float[] values = parts.floats(Part.SINGULAR);
        parts.same(values.length, rank, "singular values and ranks");
        int cols = down.length / rank;
        for (int i = 0; i < down.length; i++) {
            down[i] *= values[i / cols];
        }
    }

    /** LoRA: B A, of a convolution with a core between them or not, AdaLoRA's with singular values. */
    record Pair(Parts parts) implements Form {

        public Pair {
            int inner = parts.has(Part.MID) ? parts.size(Part.MID, 0) : parts.rows(Part.DOWN);
            parts.same(parts.size(Part.UP, 1), inner, "ranks of up [rows, rank] and down [rank, cols]");
        }

        @Override
        public List<Long> shape() {
            if (parts.has(Part.MID)) {
                return List.of(
                        (long) parts.rows(Part.UP),
                        (long) parts.size(Part.DOWN, 1),
                        (long) parts.size(Part.MID, 2),
                        (long) parts.size(Part.MID, 3));
            }
            return Form.shape(parts.rows(Part.UP), parts, Part.DOWN);
        }

        @Override
        public int rank() {
            return parts.size(Part.UP, 1);
        }

        @Override
        public int scaleRank() {
            return parts.rows(Part.DOWN);
        }

        @Override
        public LayerChange read() {
            float[] up = parts.floats(Part.UP);
            float[] down = parts.floats(Part.DOWN);
            int cols = parts.cols(Part.DOWN);
            if (parts.has(Part.MID)) {
                int inner = parts.size(Part.MID, 1);
                int kernel = parts.size(Part.MID, 2) * parts.size(Part.MID, 3);
                parts.same(inner, parts.rows(Part.DOWN), "ranks of mid [rank, rank, kh, kw] and down [rank, cols]");
                down = Products.core(parts.floats(Part.MID), down, rank(), inner, cols, kernel);
                cols *= kernel;
            }
            scaleRows(parts, down, rank());
            return new LayerChange.LowRank(parts.rows(Part.UP), cols, rank(), up, down);
        }
    }

    /** LoRA of a weight that is stored [in, out]: (B A)^T. */
    record Turned(Parts parts, Part up, Part down) implements Form {

        public Turned {
            parts.same(parts.size(up, 1), parts.rows(down), "ranks of up [rows, rank] and down [rank, cols]");
        }

        @Override
        public List<Long> shape() {
            return List.of((long) parts.cols(down), (long) parts.rows(up));
        }

        @Override
        public int rank() {
            return parts.rows(down);
        }

        @Override
        public int scaleRank() {
            return rank();
        }

        @Override
        public LayerChange read() {
            int rows = parts.cols(down);
            int cols = parts.rows(up);
            float[] inner = parts.floats(down);
            scaleRows(parts, inner, rank());
            return new LayerChange.LowRank(
                    rows,
                    cols,
                    rank(),
                    Products.transposed(inner, rank(), rows),
                    Products.transposed(parts.floats(up), cols, rank()));
        }
    }

    /** The change itself. */
    record Difference(Parts parts) implements Form {

        public Difference {
            parts.rows(Part.DIFF); // it has some
        }

        @Override
        public List<Long> shape() {
            return parts.info(Part.DIFF).shape();
        }

        @Override
        public int rank() {
            return Adapter.FULL;
        }

        @Override
        public int scaleRank() {
            return 0;
        }

        @Override
        public LayerChange read() {
            return new LayerChange.Full(parts.rows(Part.DIFF), parts.cols(Part.DIFF), parts.floats(Part.DIFF));
        }
    }
}
