package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.layers.Indices;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * Similarities {@code exp(-gamma |x - y|^2)} between centred vectors of length 1, so that {@code |x - y|^2} is two
 * minus twice the cosine: a ridge on them is a regression that need not be linear.
 *
 * @param gamma how fast similarity fades, above 0; near 0 the regression becomes linear
 */
public record GaussianKernel(double gamma) {

    private static final double UNCHANGED = 1e-24; // of the largest number, squared

    /** Checks gamma. */
    public GaussianKernel {
        Check.that(gamma > 0 && Double.isFinite(gamma), "Gaussian kernel: expected a gamma above 0, found %s", gamma);
    }

    /** Of two vectors, by their cosine. */
    public double of(double cosine) {
        return Math.exp(-gamma * (2 - 2 * cosine));
    }

    /**
     * Of models, by the cosines of their residuals.
     *
     * @return with the same layers and training models
     */
    public ResidualGram of(ResidualGram cosines) {
        double[][] values = new double[cosines.models()][cosines.models()];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                values[i][j] = of(cosines.values()[i][j]);
            }
        }
        return new ResidualGram(cosines.layers(), values, cosines.train());
    }

    /**
     * Of vectors, such as pictures' features; the training vectors' mean is subtracted first.
     *
     * @param name of the vectors, in the place of a layer's
     * @param vectors of one length // [count, width]
     * @param train those whose mean is subtracted, at least 1
     * @throws IllegalArgumentException if there is no such vector, one is the mean itself, or the lengths differ
     */
    public ResidualGram of(String name, float[][] vectors, int... train) {
        Indices.check("training vectors", train, vectors.length);
        int width = vectors[0].length;
        double[] mean = new double[width];
        for (float[] vector : vectors) {
            Check.that(vector.length == width, "%s: expected %d numbers each, found %d", name, width, vector.length);
        }
        for (int i : train) {
            for (int k = 0; k < width; k++) {
                mean[k] += (double) vectors[i][k] / train.length;
            }
        }
        double[][] unit = new double[vectors.length][];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = unit(name, i, vectors[i], mean);
        }
        return of(new ResidualGram(List.of(name), cosines(unit), train));
    }

    private static double[] unit(String name, int index, float[] vector, double[] mean) {
        double[] unit = new double[mean.length];
        double square = 0;
        double whole = 0;
        for (int k = 0; k < unit.length; k++) {
            unit[k] = vector[k] - mean[k];
            square += unit[k] * unit[k];
            whole = Math.max(whole, Math.max(vector[k] * vector[k], mean[k] * mean[k]));
        }
        Check.that(
                square > UNCHANGED * whole,
                "%s: expected vectors that differ from their mean, found vector %d equal to it",
                name,
                index);
        for (int k = 0; k < unit.length; k++) {
            unit[k] /= Math.sqrt(square);
        }
        return unit;
    }

    /** Cosines of vectors of length 1, symmetric to the last bit // [count, count] */
    private static double[][] cosines(double[][] unit) {
        try (NDManager scope = Torch.scope()) {
            NDArray vectors = Tensors.of(scope, unit);
            double[][] cosines = Tensors.doubleRows(vectors.matMul(vectors.transpose()));
            for (int i = 0; i < cosines.length; i++) {
                for (int j = i + 1; j < cosines.length; j++) {
                    cosines[i][j] = cosines[j][i];
                }
            }
            return cosines;
        }
    }
}
