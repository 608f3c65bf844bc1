package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * A linear map of the direction of one layer's residual: a model's weights less the training models' mean, whitened
 * where a {@link Whitening} was learnt, and scaled to length 1.
 *
 * @param rows of the layer's matrices
 * @param cols of the layer's matrices
 * @param centre the training models' mean // [rows, cols]
 * @param whitening of the residuals
 * @param weights row-major // [rows * cols, width]
 */
public record ResidualMap(int rows, int cols, float[] centre, Whitening whitening, float[] weights) {

    private static final int MOST = Integer.MAX_VALUE / Float.BYTES; // numbers that fit a buffer of 2 GiB

    /** Checks the sizes. */
    public ResidualMap {
        Check.that(
                centre.length == Math.multiplyExact(rows, cols) && weights.length % centre.length == 0,
                "residual map: expected a centre [%d, %d] and rows of weights for each number, found %d and %d numbers",
                rows,
                cols,
                centre.length,
                weights.length);
    }

    /** Whether a map of a layer of this size is not too large. */
    public static boolean fits(int rows, int cols, int width) {
        return (long) rows * cols * width <= MOST;
    }

    /** The length of what it maps to. */
    public int width() {
        return weights.length / centre.length;
    }

    /**
     * The map out of the dual form of a solution on residuals as they are: {@code scale sum_i alpha_i r_i / |r_i|}.
     *
     * @param train the training models' layer
     * @param alpha [train, width]
     * @throws IllegalArgumentException if a model is the mean itself, or the map would have more than 2 GiB
     */
    public static ResidualMap of(LayerBank train, double[][] alpha, double scale) {
        return of(train, Residuals.centre(train), Whitening.NONE, alpha, scale);
    }

    static ResidualMap of(LayerBank train, float[] centre, Whitening whitening, double[][] alpha, double scale) {
        int width = alpha[0].length;
        Check.that(
                fits(train.rows(), train.cols(), width),
                "residual map: expected at most %d numbers, found [%d, %d] times %d outputs for layer '%s'; read a"
                        + " smaller layer, or fewer outputs at a time",
                MOST,
                train.rows(),
                train.cols(),
                width,
                train.layer());
        float[] flat = new float[alpha.length * width]; // [train, width]
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) (alpha[i / width][i % width] * scale);
        }
        float[] weights = null; // [numbers, width]
        int first = 0;
        for (LayerBank part : train.chunks()) {
            try (NDManager scope = Torch.scope()) {
                float[] rows = Arrays.copyOfRange(flat, first * width, (first + part.models()) * width);
                NDArray dual = Torch.tensor(scope, rows, new Shape(part.models(), width));
                NDArray directions = Residuals.directions(scope, "residual map", part, centre, whitening);
                weights = sum(weights, Torch.floats(directions.transpose().matMul(dual)));
                first += part.models();
            }
        }
        return new ResidualMap(train.rows(), train.cols(), centre, whitening, weights);
    }

    private static float[] sum(float[] known, float[] next) {
        for (int i = 0; known != null && i < next.length; i++) {
            next[i] += known[i];
        }
        return next;
    }

    /** The sum of several layers' maps // [models, width] */
    public static float[][] sum(String who, Map<String, ResidualMap> layers, Map<String, LayerBank> models) {
        float[][] sums = null;
        for (Map.Entry<String, ResidualMap> layer : layers.entrySet()) {
            float[][] part = layer.getValue().read(who, Layers.pick(who, models, layer.getKey()));
            for (int i = 0; sums != null && i < part.length; i++) {
                for (int k = 0; k < part[i].length; k++) {
                    part[i][k] += sums[i][k];
                }
            }
            sums = part;
        }
        return sums;
    }

    /** Operations to read one matrix; a multiplication and an addition are two. */
    public long flops() {
        return 2L * weights.length + whitening.flops();
    }

    private float[][] read(String who, LayerBank bank) {
        List<float[]> rows = new ArrayList<>();
        for (LayerBank part : bank.chunks()) {
            try (NDManager scope = Torch.scope()) {
                NDArray map = Torch.tensor(scope, weights, new Shape(centre.length, width()));
                NDArray directions = Residuals.directions(scope, who, part, centre, whitening);
                rows.addAll(Arrays.asList(Tensors.rows(directions.matMul(map))));
            }
        }
        return rows.toArray(float[][]::new);
    }

    @Override
    public String toString() {
        return "map of residuals [%d, %d]".formatted(rows, cols);
    }
}
