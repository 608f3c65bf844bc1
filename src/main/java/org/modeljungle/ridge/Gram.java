package org.modeljungle.ridge;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.layers.Indices;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.tensor.Workers;

/**
 * The inner products of all models' matrices of one layer, {@code values[i][j] = sum(X_i * X_j)}: all that a
 * {@link Ridge} needs to know of the weights. Computed once, it serves every split of the models.
 *
 * @param layer the layer's name
 * @param values symmetric // [models, models]
 */
public record Gram(String layer, double[][] values) {

    /** A residual's squared norm below this share of the weights' own is rounding, not training. */
    private static final double UNCHANGED = 1e-12;

    /** Checks that the values are square and finite. */
    public Gram {
        SquareMatrix.check("Gram matrix of layer '" + layer + "'", values);
    }

    /**
     * The inner products of one layer, in double precision. Factored matrices stay factored:
     * {@code <B1 A1, B2 A2> = trace((B1' B2)(A2 A1'))}.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Gram of(LayerBank bank) {
        return of(List.of(bank)).get(0);
    }

    /**
     * The inner products of each of several layers, in the order given.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static List<Gram> of(Collection<LayerBank> banks) {
        try (Progress progress = Progress.of("inner products of layers", banks.size());
                Workers workers = Workers.forDevice()) {
            return workers.run(
                    progress,
                    banks.stream()
                            .<Callable<Gram>>map(bank -> () -> {
                                Gram gram = of(bank, progress);
                                progress.step();
                                return gram;
                            })
                            .toList());
        }
    }

    /** Like {@link #of(LayerBank)}, as a part of a larger job that counts the steps itself. */
    public static Gram of(LayerBank bank, Progress progress) {
        return new Gram(bank.layer(), InnerProducts.of(bank, progress));
    }

    /** The number of models. */
    public int models() {
        return values.length;
    }

    /**
     * The cosines between the models' matrices themselves.
     *
     * @return [models, models]
     * @throws IllegalArgumentException if a matrix is all zeros
     */
    public double[][] cosines() {
        double[][] cosines = new double[models()][models()];
        for (int i = 0; i < models(); i++) {
            Check.that(
                    values[i][i] > 0,
                    "layer '%s': expected matrices with a direction, found model %d of zeros",
                    layer,
                    i);
            for (int j = 0; j <= i; j++) {
                cosines[i][j] = values[i][j] / Math.sqrt(values[i][i] * values[j][j]);
                cosines[j][i] = cosines[i][j];
            }
        }
        return cosines;
    }

    /**
     * The cosines between the models' residuals: what is left of each matrix (training models or not) after subtracting
     * the training models' mean, scaled to unit norm.
     *
     * @param train the models whose mean is subtracted, at least 1
     * @throws IllegalArgumentException if there is no such model, or a model's matrix is the mean itself
     */
    public ResidualGram residual(int... train) {
        Indices.check("training models", train, models());
        double[] mean = new double[models()]; // <X_i, mean>
        double total = 0; // <mean, mean>
        for (int i = 0; i < models(); i++) {
            for (int j : train) {
                mean[i] += values[i][j] / train.length;
            }
        }
        for (int j : train) {
            total += mean[j] / train.length;
        }
        double[] norms = norms(mean, total);
        double[][] cosines = new double[models()][models()];
        for (int i = 0; i < models(); i++) {
            for (int j = 0; j < models(); j++) { // row by row, in the order of memory; both halves to the same bits
                int high = Math.max(i, j);
                int low = Math.min(i, j);
                cosines[i][j] = (values[i][j] - mean[high] - mean[low] + total) / (norms[high] * norms[low]);
            }
        }
        return new ResidualGram(List.of(layer), cosines, train);
    }

    private double[] norms(double[] mean, double total) {
        double[] norms = new double[models()];
        for (int i = 0; i < norms.length; i++) {
            double square = values[i][i] - 2 * mean[i] + total;
            Check.that(
                    square > UNCHANGED * Math.max(values[i][i], total),
                    "layer '%s': expected every model to differ from the training models' mean, found model %d equal to"
                            + " it; a layer that was not trained says nothing: leave it (or that model) out",
                    layer,
                    i);
            norms[i] = Math.sqrt(square);
        }
        return norms;
    }

    @Override
    public String toString() {
        return "inner products of %d models in layer '%s'".formatted(values.length, layer);
    }
}
