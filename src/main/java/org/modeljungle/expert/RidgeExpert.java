package org.modeljungle.expert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.tensor.Torch;

/**
 * Ridge regression in closed form from a model's residual, its weights less the tree's centre, to its classes; every layer
 * that is read counts the same.
 *
 * @param name its name in tables
 * @param layers the layers it reads; none stands for all there are
 */
public record RidgeExpert(String name, List<String> layers) implements Expert {

    public RidgeExpert {
        layers = List.copyOf(layers);
    }

    /** Reads one layer. */
    public static RidgeExpert layer(String layer) {
        return new RidgeExpert("ridge-layer", List.of(layer));
    }

    /** Reads every layer. */
    public static RidgeExpert allLayers() {
        return new RidgeExpert("ridge-all", List.of());
    }

    @Override
    public long steps(WeightTask task) {
        return chosen(task).size();
    }

    @Override
    public Linear fit(WeightTask task, Seeds seeds, Progress progress) {
        int[] everyone = IntStream.range(0, task.train().length).toArray();
        List<ResidualGram> grams = new ArrayList<>();
        for (String layer : chosen(task)) {
            LayerBank train = task.bank(layer).select(task.train());
            grams.add(Gram.of(train).residual(everyone));
            progress.step();
        }
        Ridge ridge = Ridge.fit(ResidualGram.mean(grams).trainGram(), task.labelsOf(task.train()));
        Map<String, Linear.Layer> maps = new LinkedHashMap<>();
        for (String layer : chosen(task)) {
            maps.put(layer, map(task.bank(layer).select(task.train()), ridge.alpha(), grams.size()));
        }
        return new Linear(name, maps, ridge.mean(), ridge.lambda(), ridge.leaveOneOutError());
    }

    private List<String> chosen(WeightTask task) {
        return layers.isEmpty() ? List.copyOf(task.banks().keySet()) : layers;
    }

    /** One layer's linear map out of the solution's dual form: {@code sum_i alpha_i r_i / |r_i| / layers}. */
    private static Linear.Layer map(LayerBank train, double[][] alpha, int layers) {
        try (NDManager scope = Torch.scope()) {
            NDArray x = Linear.flat(scope, train); // [train, numbers]
            NDArray centre = x.mean(new int[] {0}); // [numbers]
            NDArray residuals = Linear.unit(x.sub(centre));
            float[] flat = new float[alpha.length * alpha[0].length]; // [train, classes]
            for (int i = 0; i < flat.length; i++) {
                flat[i] = (float) (alpha[i / alpha[0].length][i % alpha[0].length] / layers);
            }
            NDArray weights =
                    residuals.transpose().matMul(Torch.tensor(scope, flat, new Shape(alpha.length, alpha[0].length)));
            return new Linear.Layer(Torch.floats(centre), Torch.floats(weights));
        }
    }

    /**
     * A linear reader: for each layer the residual's direction times a matrix, summed over the layers.
     *
     * @param name for messages
     * @param layers by name
     * @param mean what is added, per class
     * @param lambda the ridge
     * @param leaveOneOutError as {@link Ridge#leaveOneOutError()}
     */
    public record Linear(String name, Map<String, Layer> layers, float[] mean, double lambda, double leaveOneOutError)
            implements Reader {

        /**
         * One layer.
         *
         * @param centre the training models' mean // [numbers]
         * @param weights row-major [numbers, classes]
         */
        public record Layer(float[] centre, float[] weights) {}

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
            return layers.values().stream()
                    .mapToLong(layer -> layer.weights.length)
                    .sum();
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
}
