package org.modeljungle.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;

/** Between Java's arrays and tensors: the one place that packs rows and unpacks them. */
public final class Tensors {

    private Tensors() {}

    /**
     * Rows of one length // [rows, width]
     *
     * @throws IllegalArgumentException if there is none, they differ in length, or they are too many for one Java array
     */
    public static NDArray of(NDManager scope, float[][] rows) {
        return of(scope, Arrays.asList(rows));
    }

    /** Like {@link #of(NDManager, float[][])}. */
    public static NDArray of(NDManager scope, List<float[]> rows) {
        Check.that(!rows.isEmpty(), "rows: expected 1 or more, found none");
        int width = rows.get(0).length;
        checkWidth("rows: expected " + width + " numbers each", width, rows);
        Check.that(
                (long) rows.size() * width <= Integer.MAX_VALUE - 8,
                "rows: expected at most %d numbers in one tensor, found %d rows of %d; take fewer rows",
                Integer.MAX_VALUE - 8,
                rows.size(),
                width);
        float[] flat = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, flat, i * width, width);
        }
        return Torch.tensor(scope, flat, new Shape(rows.size(), width));
    }

    /** Rows of one length, in double precision // [rows, width] */
    public static NDArray of(NDManager scope, double[][] rows) {
        int width = rows[0].length;
        double[] flat = new double[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        return Torch.tensor(scope, flat, new Shape(rows.length, width));
    }

    /** One row // [1, width] */
    public static NDArray row(NDManager scope, float... row) {
        return Torch.tensor(scope, row, new Shape(1, row.length));
    }

    /** Whole numbers of 64 bits, to index with // [indices] */
    public static NDArray indices(NDManager scope, int... indices) {
        return scope.create(Arrays.stream(indices).asLongStream().toArray());
    }

    /** A matrix's rows, copied // [rows][width] */
    public static float[][] rows(NDArray matrix) {
        int width = (int) matrix.getShape().get(1);
        float[] flat = matrix.toFloatArray();
        float[][] rows = new float[(int) matrix.getShape().get(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }

    /** The rows of a matrix in double precision, copied // [rows][width] */
    public static double[][] doubleRows(NDArray matrix) {
        int width = (int) matrix.getShape().get(1);
        double[] flat = matrix.toDoubleArray();
        double[][] rows = new double[(int) matrix.getShape().get(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }

    /** Checks the rows' length; {@code expected} begins the error. */
    public static void checkWidth(String expected, int width, List<float[]> rows) {
        for (int i = 0; i < rows.size(); i++) {
            Check.that(rows.get(i).length == width, "%s, found %d in row %d", expected, rows.get(i).length, i);
        }
    }
}
