package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.modeljungle.Check;
import org.modeljungle.LongStep;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * Coordinates for points of which only inner products (a kernel) with some anchors are known: all kernel principal
 * components of the anchors (Schoelkopf, Smola and Mueller 1998). Inner products of anchors' coordinates are those of
 * the anchors less their mean; of another point, what lies outside the anchors' span is lost.
 */
public final class KernelCoordinates {

    private static final double SMALLEST = 1e-8; // eigenvalue that counts, as a share of the largest

    // cross: [points, anchors]; column: the anchors' mean products [anchors]; eigen: eigenvalues, rising, over
    // eigenvectors as columns [1 + anchors, anchors]; all float64
    private static final Script SCRIPT = Script.lazy("kernel coordinates", """
            def centred(self, cross: Tensor, column: Tensor) -> Tensor:
              return cross - torch.mean(cross, [1], True) - torch.unsqueeze(column, 0) + torch.mean(column)
            def decompose(self, gram: Tensor) -> Tensor:
              s, q = torch.linalg_eigh(self.centred(gram, torch.mean(gram, [0])))
              return torch.cat([torch.unsqueeze(s, 0), q])
            def axes(self, eigen: Tensor, first: int) -> Tensor:
              q = torch.slice(torch.slice(eigen, 0, 1), 1, first)
              return q * torch.unsqueeze(torch.rsqrt(torch.slice(torch.select(eigen, 0, 0), 0, first)), 0)
            def place(self, cross: Tensor, column: Tensor, axes: Tensor) -> Tensor:
              return torch.matmul(self.centred(cross, column), axes)
            """);

    private final double[] column; // [anchors]
    private final double[][] axes; // [anchors, width]

    private KernelCoordinates(double[] column, double[][] axes) {
        this.column = column;
        this.axes = axes;
    }

    /**
     * Of the anchors' inner products.
     *
     * @param gram symmetric // [anchors, anchors]
     * @throws IllegalArgumentException if it is not square, symmetric and finite, or all anchors are the same
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static KernelCoordinates of(double[][] gram) {
        SquareMatrix.check("kernel coordinates", gram);
        SquareMatrix.checkSymmetric("kernel coordinates", gram);
        return LongStep.run("finding coordinates", () -> decompose(gram));
    }

    private static KernelCoordinates decompose(double[][] gram) {
        try (NDManager scope = Torch.scope()) {
            NDArray eigen = SCRIPT.call(scope, "decompose", Tensors.of(scope, gram));
            double[] values = Tensors.doubleRows(eigen)[0];
            double largest = values[values.length - 1];
            int first = 0;
            while (first < values.length && values[first] <= SMALLEST * Math.max(largest, Double.MIN_NORMAL)) {
                first++;
            }
            Check.that(
                    first < values.length,
                    "kernel coordinates: expected anchors that differ, found %d equal ones",
                    gram.length);
            double[] means = new double[gram.length];
            for (double[] row : gram) {
                for (int j = 0; j < means.length; j++) {
                    means[j] += row[j] / gram.length;
                }
            }
            return new KernelCoordinates(means, Tensors.doubleRows(SCRIPT.call(scope, "axes", eigen, (long) first)));
        }
    }

    /** The number of coordinates: of {@code n} anchors {@code n - 1} at most. */
    public int width() {
        return axes[0].length;
    }

    /**
     * The coordinates of points.
     *
     * @param cross their inner products with the anchors // [points, anchors]
     * @return [points, width]
     * @throws IllegalArgumentException if a row has not one number for each anchor
     */
    public float[][] place(double[]... cross) {
        for (double[] row : cross) {
            Check.that(
                    row.length == axes.length,
                    "kernel coordinates: expected products with the %d anchors, found %d",
                    axes.length,
                    row.length);
        }
        return LongStep.run("finding coordinates", () -> placed(cross));
    }

    /**
     * Coordinates are a linear map of products: these times the products, and {@link #start} // [anchors, width]
     */
    public double[][] coefficients() {
        double[][] coefficients = new double[axes.length][width()];
        for (int k = 0; k < width(); k++) {
            double mean = 0;
            for (double[] axis : axes) {
                mean += axis[k] / axes.length;
            }
            for (int i = 0; i < axes.length; i++) {
                coefficients[i][k] = axes[i][k] - mean;
            }
        }
        return coefficients;
    }

    /** The coordinates of a point whose products are all 0; see {@link #coefficients} // [width] */
    public double[] start() {
        double[] start = new double[width()];
        double[][] coefficients = coefficients();
        for (int i = 0; i < axes.length; i++) {
            for (int k = 0; k < start.length; k++) {
                start[k] -= column[i] * coefficients[i][k];
            }
        }
        return start;
    }

    private float[][] placed(double[]... cross) {
        try (NDManager scope = Torch.scope()) {
            NDArray mean = Tensors.of(scope, new double[][] {column}).squeeze(0);
            double[][] found = Tensors.doubleRows(
                    SCRIPT.call(scope, "place", Tensors.of(scope, cross), mean, Tensors.of(scope, axes)));
            float[][] rows = new float[found.length][width()];
            for (int i = 0; i < rows.length; i++) {
                for (int k = 0; k < rows[i].length; k++) {
                    rows[i][k] = (float) found[i][k];
                }
            }
            return rows;
        }
    }

    @Override
    public String toString() {
        return "%d coordinates by %d anchors".formatted(width(), axes.length);
    }
}
