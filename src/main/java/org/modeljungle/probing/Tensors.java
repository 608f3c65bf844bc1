package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.tensor.Torch;

/** Rows of numbers in the engine. */
final class Tensors {

    private Tensors() {}

    /** Rows of one length // [rows, length] */
    static NDArray of(NDManager scope, List<float[]> rows) {
        Check.that(!rows.isEmpty(), "rows: expected 1 or more, found none");
        int width = rows.get(0).length;
        float[] all = new float[Math.multiplyExact(rows.size(), width)];
        checkWidth("rows: expected " + width + " numbers each", width, rows);
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, all, i * width, width);
        }
        return Torch.tensor(scope, all, new Shape(rows.size(), width));
    }

    /** Checks the rows' length; {@code expected} begins the error. */
    static void checkWidth(String expected, int width, List<float[]> rows) {
        for (int i = 0; i < rows.size(); i++) {
            Check.that(rows.get(i).length == width, "%s, found %d in row %d", expected, rows.get(i).length, i);
        }
    }

    /** One row // [1, length] */
    static NDArray row(NDManager scope, float[] row) {
        return of(scope, List.<float[]>of(row));
    }
}
