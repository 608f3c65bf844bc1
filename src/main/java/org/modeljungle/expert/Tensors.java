package org.modeljungle.expert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.modeljungle.Check;
import org.modeljungle.tensor.Torch;

/** Between Java's arrays and tensors. */
final class Tensors {

    private Tensors() {}

    /** Rows of one length [rows, width]. */
    static NDArray of(NDManager scope, float[][] rows) {
        Check.that(rows.length > 0, "rows: expected 1 or more, found none");
        int width = rows[0].length;
        float[] flat = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            Check.that(
                    rows[i].length == width,
                    "rows: expected %d numbers each, found %d in row %d",
                    width,
                    rows[i].length,
                    i);
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return Torch.tensor(scope, flat, new Shape(rows.length, width));
    }

    static NDArray indices(NDManager scope, int... indices) {
        return scope.create(Arrays.stream(indices).asLongStream().toArray());
    }

    static float[][] rows(NDArray matrix) {
        int width = (int) matrix.getShape().get(1);
        float[] flat = matrix.toFloatArray();
        float[][] rows = new float[(int) matrix.getShape().get(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }
}
