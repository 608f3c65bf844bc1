package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * A linear map of the direction of one layer's residual: a model's weights less the training models' mean, whitened where a
 * {@link Whitening} was learnt, and scaled to length 1.
 *
 * @param centre the training models' mean // [numbers]
 * @param whitening of the residuals
 * @param weights row-major // [numbers, width]
 */
public record ResidualMap(float[] centre, Whitening whitening, float[] weights) {

    /** The map out of the dual form of a solution on residuals as they are. */
    static ResidualMap of(LayerBank train, double[][] alpha, double scale) {
        return of(train, Residuals.centre(train), Whitening.NONE, alpha, scale);
    }

    static ResidualMap of(LayerBank train, float[] centre, Whitening whitening, double[][] alpha, double scale) {
        int width = alpha[0].length;
        float[] flat = new float[alpha.length * width]; // [train, width]
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) (alpha[i / width][i % width] * scale);
        }
        try (NDManager scope = Torch.scope()) {
            NDArray dual = Torch.tensor(scope, flat, new Shape(alpha.length, width));
            NDArray directions = Residuals.directions(scope, "residual map", train, centre, whitening);
            return new ResidualMap(
                    centre, whitening, Torch.floats(directions.transpose().matMul(dual)));
        }
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
        try (NDManager scope = Torch.scope()) {
            NDArray map = Torch.tensor(scope, weights, new Shape(centre.length, weights.length / centre.length));
            return Tensors.rows(
                    Residuals.directions(scope, who, bank, centre, whitening).matMul(map));
        }
    }
}
