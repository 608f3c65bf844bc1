package org.modeljungle.ridge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.DataDigest;
import org.modeljungle.Progress;
import org.modeljungle.layers.LayerBank;

/**
 * The kernels of the training models' residuals, which serve every number that a {@link ScalarRidge} learns.
 *
 * @param train the training models' layers
 * @param sizes of the models' residuals
 * @param rows of the sizes // [train, layers]
 * @param grams what is alike in each view // [train, train]
 */
record ScalarKernels(
        Map<String, LayerBank> train, ResidualSizes sizes, double[][] rows, Map<ScalarRidge.View, double[][]> grams) {

    static ScalarKernels of(Map<String, LayerBank> train, Progress progress) {
        int[] everyone =
                IntStream.range(0, train.values().iterator().next().models()).toArray();
        List<ResidualGram> residuals = new ArrayList<>();
        for (LayerBank bank : train.values()) {
            residuals.add(Gram.of(bank, progress).residual(everyone));
            progress.step();
        }
        ResidualSizes sizes = ResidualSizes.of(train);
        double[][] rows = sizes.rows(train);
        double[][] directions = ResidualGram.mean(residuals).values();
        double[][] products = products(rows);
        Map<ScalarRidge.View, double[][]> grams = new LinkedHashMap<>();
        grams.put(ScalarRidge.View.DIRECTIONS, directions);
        grams.put(ScalarRidge.View.SIZES, products);
        grams.put(ScalarRidge.View.BOTH, sum(directions, products));
        return new ScalarKernels(train, sizes, rows, grams);
    }

    ScalarRidge fit(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        float[][] targets = new float[values.length][];
        for (int i = 0; i < values.length; i++) {
            targets[i] = new float[] {(float) (values[i] - mean)};
        }
        ScalarRidge.View view = ScalarRidge.View.DIRECTIONS;
        Ridge best = null;
        for (Map.Entry<ScalarRidge.View, double[][]> entry : grams.entrySet()) {
            Ridge ridge = Ridge.fit(entry.getValue(), targets);
            if (best == null || ridge.leaveOneOutError() < best.leaveOneOutError()) {
                best = ridge;
                view = entry.getKey();
            }
        }
        DataDigest trainingSet = new DataDigest().add(values);
        train.values().forEach(bank -> bank.addTo(trainingSet));
        return made(view, best, mean, trainingSet.hex());
    }

    private ScalarRidge made(ScalarRidge.View view, Ridge ridge, double mean, String trainingSet) {
        Map<String, ResidualMap> directions = new LinkedHashMap<>();
        if (view != ScalarRidge.View.SIZES) {
            train.forEach((layer, bank) -> {
                float[] centre = sizes.layers().get(layer).centre();
                double scale = 1.0 / train.size();
                directions.put(layer, ResidualMap.of(bank, centre, Whitening.NONE, ridge.alpha(), scale));
            });
        }
        double[] weights = new double[view == ScalarRidge.View.DIRECTIONS ? 0 : train.size()];
        for (int layer = 0; layer < weights.length; layer++) {
            for (int i = 0; i < rows.length; i++) {
                weights[layer] += rows[i][layer] * ridge.alpha()[i][0];
            }
        }
        ScalarRidge.Fitted fitted =
                new ScalarRidge.Fitted(view, mean + ridge.mean()[0], ridge.lambda(), ridge.leaveOneOutError());
        return new ScalarRidge(fitted, directions, sizes, weights, trainingSet);
    }

    private static double[][] products(double[][] rows) {
        double[][] products = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                for (int k = 0; k < rows[i].length; k++) {
                    products[i][j] += rows[i][k] * rows[j][k];
                }
            }
        }
        return products;
    }

    private static double[][] sum(double[][] a, double[][] b) {
        double[][] sum = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                sum[i][j] = a[i][j] + b[i][j];
            }
        }
        return sum;
    }
}
