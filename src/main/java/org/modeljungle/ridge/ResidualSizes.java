package org.modeljungle.ridge;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Layers;
import org.modeljungle.tensor.Torch;
import org.modeljungle.weights.LayerSize;

/**
 * How far models are from the training models' mean, layer by layer: the logarithms of the residuals' norms,
 * standardised over the training models. A {@link ResidualGram} looks at directions alone; the size shows the learning
 * rate and how long a model was trained.
 */
record ResidualSizes(Map<String, Scale> layers) {

    /**
     * One layer.
     *
     * @param layer as its file names it
     * @param centre the training models' mean // [numbers]
     * @param mean of the training models' logarithms
     * @param factor one over their deviation; 0 where they are all the same
     */
    record Scale(LayerSize layer, float[] centre, double mean, double factor) {

        static Scale of(String layer, LayerBank train) {
            float[] centre = Residuals.centre(train);
            double[] logs = logs(train, centre);
            double mean = 0;
            double square = 0;
            for (double log : logs) {
                mean += log / logs.length;
            }
            for (double log : logs) {
                square += (log - mean) * (log - mean) / logs.length;
            }
            return new Scale(
                    new LayerSize(layer, train.rows(), train.cols()),
                    centre,
                    mean,
                    Arrays.stream(logs).anyMatch(log -> log != logs[0]) ? 1 / Math.sqrt(square) : 0);
        }

        private static double[] logs(LayerBank bank, float[] centre) {
            List<Double> logs = new ArrayList<>();
            for (LayerBank part : bank.chunks()) {
                try (NDManager scope = Torch.scope()) {
                    float[] norms = Torch.floats(
                            Residuals.of(scope, ScalarRidge.NAME, part, centre).norm(new int[] {1}));
                    Residuals.checkNorms(ScalarRidge.NAME, part, norms);
                    for (float norm : norms) {
                        logs.add(StrictMath.log(norm));
                    }
                }
            }
            return logs.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    static ResidualSizes of(Map<String, LayerBank> train) {
        Map<String, Scale> scales = new LinkedHashMap<>();
        train.forEach((layer, bank) -> scales.put(layer, Scale.of(layer, bank)));
        return new ResidualSizes(scales);
    }

    /** Floating-point operations for one model: for each of its numbers a difference, a square and a sum. */
    long flops() {
        return layers.values().stream()
                .mapToLong(scale -> 3L * scale.centre.length)
                .sum();
    }

    /** The layers, in their order. */
    List<LayerSize> sizes() {
        return layers.values().stream().map(Scale::layer).toList();
    }

    /** Rows whose inner products are the mean over the layers of the products of sizes // [models, layers] */
    double[][] rows(Map<String, LayerBank> models) {
        double[][] rows = null;
        int column = 0;
        for (Map.Entry<String, Scale> entry : layers.entrySet()) {
            LayerBank bank = Layers.pick(ScalarRidge.NAME, models, entry.getKey());
            Scale scale = entry.getValue();
            double[] logs = Scale.logs(bank, scale.centre);
            rows = rows == null ? new double[logs.length][layers.size()] : rows;
            for (int i = 0; i < logs.length; i++) {
                rows[i][column] = (logs[i] - scale.mean) * scale.factor / Math.sqrt(layers.size());
            }
            column++;
        }
        return rows;
    }
}
