package org.modeljungle.ridge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.layers.Indices;

/**
 * The cosines between all models' residuals (weights less the training models' mean), of one layer or averaged over
 * several.
 *
 * @param layers the names of the layers
 * @param values cosines, symmetric; 1 on the diagonal // [models, models]
 * @param train the models whose mean was subtracted
 */
public record ResidualGram(List<String> layers, double[][] values, int[] train) {

    /** Checks that the values are square and finite. */
    public ResidualGram {
        layers = List.copyOf(layers);
        SquareMatrix.check("residual Gram matrix of " + layers, values);
    }

    /**
     * The mean over several layers: every layer counts the same, whatever its size.
     *
     * @throws IllegalArgumentException if there is none, or they are not over the same models
     */
    public static ResidualGram mean(List<ResidualGram> grams) {
        return mean(grams.size(), grams::get);
    }

    /**
     * The mean over several layers of the residuals' cosines, in the memory of one layer.
     *
     * @param train the models whose mean is subtracted, at least 1
     * @throws IllegalArgumentException as {@link #mean} and {@link Gram#residual}
     */
    public static ResidualGram of(List<Gram> grams, int[] train) {
        return mean(grams.size(), layer -> grams.get(layer).residual(train));
    }

    private static ResidualGram mean(int count, IntFunction<ResidualGram> grams) {
        Check.that(count > 0, "mean of residual Gram matrices: expected 1 layer or more, found none");
        ResidualGram first = grams.apply(0);
        double[][] mean = new double[first.models()][first.models()];
        List<String> layers = new ArrayList<>();
        for (int layer = 0; layer < count; layer++) {
            ResidualGram gram = layer == 0 ? first : grams.apply(layer);
            Check.that(
                    gram.models() == first.models() && Arrays.equals(gram.train, first.train),
                    "mean of residual Gram matrices: expected the %d models and training models of %s, found others in"
                            + " %s; use layers of the same models",
                    first.models(),
                    first.layers,
                    gram.layers);
            layers.addAll(gram.layers);
            for (int i = 0; i < mean.length; i++) {
                for (int j = 0; j < mean.length; j++) {
                    mean[i][j] += gram.values[i][j] / count;
                }
            }
        }
        return new ResidualGram(layers, mean, first.train);
    }

    /**
     * The mean over several layers, of all models' residuals: weights less the mean of all models. For looking at
     * models, not for training on them: an expert subtracts the mean of its training models alone.
     *
     * @throws IllegalArgumentException as {@link #mean} and {@link Gram#residual}
     */
    public static ResidualGram of(List<Gram> grams) {
        return mean(
                grams.size(),
                layer -> grams.get(layer)
                        .residual(IntStream.range(0, grams.get(layer).models()).toArray()));
    }

    /** The number of models. */
    public int models() {
        return values.length;
    }

    /** The cosines between the training models // [train, train]. */
    public double[][] trainGram() {
        return crossGram(train);
    }

    /**
     * The cosines of some models with the training models // [chosen, train].
     *
     * @throws IllegalArgumentException if there is no such model
     */
    public double[][] crossGram(int... chosen) {
        Indices.check("models", chosen, models());
        double[][] part = new double[chosen.length][train.length];
        for (int i = 0; i < chosen.length; i++) {
            for (int j = 0; j < train.length; j++) {
                part[i][j] = values[chosen[i]][train[j]];
            }
        }
        return part;
    }

    @Override
    public String toString() {
        return "cosines of %d models' residuals in %d layers, centred on %d"
                .formatted(values.length, layers.size(), train.length);
    }
}
