package org.modeljungle.expert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.tensor.Torch;

/**
 * A linear reader: for each layer the residual's direction times a matrix, summed over the layers.
 *
 * @param name for messages
 * @param layers by name
 * @param mean what is added, per class
 * @param lambda the ridge
 * @param leaveOneOutError as {@link Ridge#leaveOneOutError()}
 */
public record LinearReader(String name, Map<String, Layer> layers, float[] mean, double lambda, double leaveOneOutError)
        implements Expert.Reader {

    /**
     * One layer.
     *
     * @param centre the training models' mean // [numbers]
     * @param weights row-major [numbers, classes]
     */
    public record Layer(float[] centre, float[] weights) {

        /** A layer's map out of the dual form of a solution: {@code scale sum_i alpha_i r_i / |r_i|}. */
        static Layer of(LayerBank train, double[][] alpha, double scale) {
            int classes = alpha[0].length;
            try (NDManager scope = Torch.scope()) {
                NDArray x = flat(scope, train); // [train, numbers]
                NDArray centre = x.mean(new int[] {0}); // [numbers]
                float[] flat = new float[alpha.length * classes]; // [train, classes]
                for (int i = 0; i < flat.length; i++) {
                    flat[i] = (float) (alpha[i / classes][i % classes] * scale);
                }
                NDArray dual = Torch.tensor(scope, flat, new Shape(alpha.length, classes));
                NDArray weights = unit(x.sub(centre)).transpose().matMul(dual);
                return new Layer(Torch.floats(centre), Torch.floats(weights));
            }
        }
    }

    @Override
    public float[][] logits(Map<String, LayerBank> models) {
        float[][] sums = null;
        for (Map.Entry<String, Layer> entry : layers.entrySet()) {
            float[][] part = read(Layers.pick(name, models, entry.getKey()), entry.getValue());
            sums = sums == null ? part : add(sums, part);
        }
        for (float[] row : sums) {
            for (int k = 0; k < row.length; k++) {
                row[k] += mean[k] - .5f; // labels are 0 and 1
            }
        }
        return sums;
    }

    @Override
    public long parameters() {
        return layers.values().stream().mapToLong(layer -> layer.weights.length).sum();
    }

    @Override
    public long flops() {
        return 2 * parameters();
    }

    private float[][] read(LayerBank bank, Layer layer) {
        Check.that(
                (long) bank.rows() * bank.cols() == layer.centre.length,
                "%s: expected %d numbers in layer '%s', found [%d, %d]",
                name,
                layer.centre.length,
                bank.layer(),
                bank.rows(),
                bank.cols());
        try (NDManager scope = Torch.scope()) {
            Shape shape = new Shape(layer.centre.length, mean.length);
            NDArray centre = Torch.tensor(scope, layer.centre, new Shape(layer.centre.length));
            NDArray residuals = unit(flat(scope, bank).sub(centre));
            return Tensors.rows(residuals.matMul(Torch.tensor(scope, layer.weights, shape)));
        }
    }

    private static NDArray flat(NDManager scope, LayerBank bank) {
        NDArray x = BankTensors.dense(scope, bank.matrices());
        return x.reshape(bank.models(), (long) bank.rows() * bank.cols());
    }

    private static NDArray unit(NDArray residuals) {
        return residuals.div(residuals.norm(new int[] {1}, true));
    }

    private static float[][] add(float[][] a, float[][] b) {
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < a[i].length; k++) {
                a[i][k] += b[i][k];
            }
        }
        return a;
    }
}
