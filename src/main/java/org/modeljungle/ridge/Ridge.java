package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.LongStep;
import org.modeljungle.Numbers;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * Ridge regression from weights to targets, in closed form: {@code (K + lambda I) alpha = T - mean(T)} on the training
 * models' residual Gram matrix {@code K}.
 *
 * <p>{@code lambda} is the one with the smallest leave-one-out error, which is exact and needs no refitting, so that no
 * validation split is spent: with {@code G = (K + lambda I)^-1}, model i's error when it is left out is
 * {@code (G (T - m_i))_i / G_ii}, where {@code m_i} is the mean of the other models' targets. Models may be left out in
 * groups too.
 */
public final class Ridge {

    private static final int LAMBDAS = 30;

    // eigen: the Gram matrix's eigenvalues, which have none below 0 but for rounding, over its eigenvectors as columns
    // [1 + n, n]; t: centred targets [n, d]; all float64
    private static final Script SCRIPT = Script.compile("ridge", """
            def decompose(self, gram: Tensor) -> Tensor:
              s, q = torch.linalg_eigh(gram)
              return torch.cat([torch.unsqueeze(torch.clamp(s, 0.0), 0), q])
            def solve(self, eigen: Tensor, t: Tensor, l: float) -> Tensor:
              s = torch.select(eigen, 0, 0)
              q = torch.slice(eigen, 0, 1)
              w = torch.unsqueeze(torch.reciprocal(s + l), 1)
              return torch.matmul(q, w * torch.matmul(torch.t(q), t))
            """);

    private final double[] lambdas;
    private final double[] errors;
    private final int best;
    private final double[][] alpha; // [train, width]
    private final double[][] leftOut; // predictions less the mean // [train, width]
    private final double[] mean; // [width]

    private Ridge(double[] lambdas, double[] errors, int best, double[][] alpha, double[][] leftOut, double[] mean) {
        this.lambdas = lambdas;
        this.errors = errors;
        this.best = best;
        this.alpha = alpha;
        this.leftOut = leftOut;
        this.mean = mean;
    }

    /** 30 values from 1e-4 to 30, evenly spaced in their logarithm. */
    public static double[] defaultLambdas() {
        double[] lambdas = new double[LAMBDAS];
        for (int i = 0; i < LAMBDAS; i++) {
            lambdas[i] = 1e-4 * StrictMath.pow(30 / 1e-4, i / (LAMBDAS - 1.0));
        }
        return lambdas;
    }

    /** Fits with the {@linkplain #defaultLambdas() default lambdas}; as the longer form. */
    public static Ridge fit(double[][] gram, float[][] targets) {
        return fit(gram, targets, defaultLambdas());
    }

    /**
     * Fits, choosing the best of {@code lambdas} by leave-one-out error.
     *
     * @param gram the training models' residual Gram matrix, symmetric // [train, train]
     * @param targets any numbers, for example text embeddings // [train, width]
     * @param lambdas candidates, all above 0
     * @throws IllegalArgumentException if shapes do not match, the matrix is not symmetric, a number is not finite,
     *     there are fewer than 3 models, or all targets are the same
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Ridge fit(double[][] gram, float[][] targets, double... lambdas) {
        List<Integer> each = IntStream.range(0, gram.length).boxed().toList();
        return fit(gram, targets, each, lambdas);
    }

    /** Fits with the {@linkplain #defaultLambdas() default lambdas}; as the longer form. */
    public static Ridge fit(double[][] gram, float[][] targets, List<?> groups) {
        return fit(gram, targets, groups, defaultLambdas());
    }

    /**
     * Fits, choosing the best of {@code lambdas} by the error on models of groups that are left out whole. To predict
     * for models of a concept that was never met, a concept's models are a group: with one of them left out and the
     * others kept, what is right for models of known concepts would be chosen.
     *
     * @param groups of each training model; equal ones are left out together
     * @throws IllegalArgumentException as the form without groups; if there is not a group for each model, or only one
     */
    public static Ridge fit(double[][] gram, float[][] targets, List<?> groups, double... lambdas) {
        check(gram, targets, lambdas);
        List<long[][]> members = LeaveOut.members(groups, gram.length);
        double[] mean = mean(targets);
        double[][] centred = centred(targets, mean);
        return LongStep.run("fitting a ridge regression", () -> fit(gram, centred, mean, members, lambdas.clone()));
    }

    private static Ridge fit(
            double[][] gram, double[][] centred, double[] mean, List<long[][]> groups, double[] lambdas) {
        try (NDManager scope = Torch.scope()) {
            NDArray eigen = SCRIPT.call(scope, "decompose", Tensors.of(scope, gram)); // [1 + n, n]
            NDArray t = Tensors.of(scope, centred);
            LeaveOut leaveOut = new LeaveOut(scope, eigen, t, groups);
            double[] errors = leaveOut.errors(lambdas);
            int best = smallest(errors);
            double[][] alpha = Tensors.doubleRows(SCRIPT.call(scope, "solve", eigen, t, lambdas[best]));
            return new Ridge(lambdas, errors, best, alpha, leaveOut.predictions(lambdas[best]), mean);
        }
    }

    /** The chosen lambda. */
    public double lambda() {
        return lambdas[best];
    }

    /** All candidates. */
    public double[] lambdas() {
        return lambdas.clone();
    }

    /**
     * The error of each candidate on models, or groups, that are left out: squared, summed over models and numbers, as
     * a share of the error of predicting the other models' mean (1: nothing learned; 0: perfect).
     */
    public double[] leaveOneOutErrors() {
        return errors.clone();
    }

    /** The leave-one-out error of the chosen lambda. */
    public double leaveOneOutError() {
        return errors[best];
    }

    /** The solution's dual form // [train, width] */
    public double[][] alpha() {
        return alpha;
    }

    /**
     * What is predicted for each training model by a fit without it, or without its group, less the mean of all
     * training targets // [train, width]
     */
    public float[][] leftOutPredictions() {
        return Arrays.stream(leftOut).map(Ridge::floats).toArray(float[][]::new);
    }

    /** The training targets' mean // [width]. */
    public float[] mean() {
        return floats(mean);
    }

    private static float[] floats(double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** Predictions less the training targets' mean // [models, width]; see {@link #predict}. */
    public float[][] predictCentred(double[][] cross) {
        return predict(cross, new double[mean.length]);
    }

    /**
     * Predicted targets.
     *
     * @param cross residual products of some models with the training models // [models, train]
     * @return [models, width]
     * @throws IllegalArgumentException if a row has not one number for each training model
     */
    public float[][] predict(double[][] cross) {
        return predict(cross, mean);
    }

    private float[][] predict(double[][] cross, double[] start) {
        return predict(cross, alpha, start);
    }

    /**
     * What a solution in dual form predicts: the sum of the training models' coefficients, each times its product.
     *
     * @param cross residual products of some models with the training models // [models, train]
     * @param alpha [train, width]
     * @param start what is added, such as the training targets' mean // [width]
     * @return [models, width]
     * @throws IllegalArgumentException if a row has not one number for each training model
     */
    public static float[][] predict(double[][] cross, double[][] alpha, double[] start) {
        float[][] predictions = new float[cross.length][start.length];
        for (int i = 0; i < cross.length; i++) {
            Check.that(
                    cross[i].length == alpha.length,
                    "ridge: expected products with the %d training models, found %d for model %d",
                    alpha.length,
                    cross[i].length,
                    i);
            double[] sum = start.clone();
            for (int j = 0; j < alpha.length; j++) {
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += cross[i][j] * alpha[j][k];
                }
            }
            for (int k = 0; k < sum.length; k++) {
                predictions[i][k] = (float) sum[k];
            }
        }
        return predictions;
    }

    private static void check(double[][] gram, float[][] targets, double[] lambdas) {
        SquareMatrix.check("ridge", gram);
        SquareMatrix.checkSymmetric("ridge", gram);
        Check.that(
                gram.length == targets.length && gram.length >= 3,
                "ridge: expected 3 or more training models with a target each, found %d models and %d targets",
                gram.length,
                targets.length);
        boolean different = false;
        for (int i = 0; i < targets.length; i++) {
            Check.that(
                    targets[i].length == targets[0].length,
                    "ridge: expected targets of %d numbers each, found %d for model %d",
                    targets[0].length,
                    targets[i].length,
                    i);
            for (float number : targets[i]) {
                Check.that(Float.isFinite(number), "ridge: expected finite targets, found %s for model %d", number, i);
            }
            different |= !Arrays.equals(targets[i], targets[0]);
        }
        Check.that(different, "ridge: expected targets that differ, found %d equal ones", targets.length);
        Check.that(
                lambdas.length > 0 && Arrays.stream(lambdas).allMatch(l -> l > 0 && Double.isFinite(l)),
                "ridge: expected finite lambdas above 0, found %s",
                Arrays.toString(lambdas));
    }

    private static double[] mean(float[][] targets) {
        double[] mean = new double[targets[0].length];
        for (float[] target : targets) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += (double) target[k] / targets.length;
            }
        }
        return mean;
    }

    private static double[][] centred(float[][] targets, double[] mean) {
        double[][] centred = new double[targets.length][mean.length];
        for (int i = 0; i < targets.length; i++) {
            for (int k = 0; k < mean.length; k++) {
                centred[i][k] = targets[i][k] - mean[k];
            }
        }
        return centred;
    }

    private static int smallest(double[] errors) {
        int best = 0;
        for (int i = 1; i < errors.length; i++) {
            if (errors[i] < errors[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Rows one after another // [rows * width] */
    public static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Rows that stand one after another // [rows, width] */
    public static double[][] rows(double[] flat, int width) {
        double[][] rows = new double[flat.length / width][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return rows;
    }

    @Override
    public String toString() {
        return "ridge on %d models, %d outputs, lambda %s".formatted(alpha.length, mean.length, Numbers.text(lambda()));
    }
}
