package org.modeljungle.expert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Fit;
import org.modeljungle.ridge.ResidualGram;
import org.modeljungle.ridge.Whitening;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/**
 * Multi-kernel ridge regression: a ridge on a weighted sum of all layers' residual Gram matrices, the layers' weights
 * and the ridge learnt by descending the <b>exact leave-one-out error</b>. Residuals are taken as they are or whitened
 * by the power 1/4, whichever has the smaller error. No model is spent on validation, and there is nothing to choose by
 * hand. It is the library's best expert on whole fine-tuned models: ahead of all others on each of the four trees of
 * notebook 05.
 *
 * <p>With {@code A = sum_l w_l G_l + lambda I} and centred targets T, the error of predicting model i from all others
 * is {@code (A^-1 T)_i / (A^-1)_ii}, in closed form; its mean square is differentiable in {@code log w} and
 * {@code log lambda}. The means that residuals and targets are centred by stay those of all training models.
 *
 * @param name its name in tables
 * @param powers candidates for the power of the residuals' {@link Whitening}, of which the one with the smallest
 *     leave-one-out error is taken, the first of equals; 0 stands for none
 */
public record MultiKernelRidge(String name, List<Double> powers) implements Expert {

    private static final int STEPS = 300;
    private static final double RATE = .05;
    private static final float START_LAMBDA = -3; // logarithm

    private static final Script SCRIPT = Script.lazy("multi-kernel ridge", """
            def inverse(self, p: Tensor, grams: Tensor) -> Tensor:
              L = grams.size(0)
              w = torch.exp(torch.to(torch.flatten(p), 7))
              n = grams.size(1)
              A = torch.matmul(torch.slice(w, 0, 0, L), grams.reshape([L, n * n])).reshape([n, n])
              eye = torch.eye(n, dtype=7, device=grams.device)
              return torch.linalg_inv(A + torch.select(w, 0, L) * eye)
            def solve(self, p: Tensor, grams: Tensor, t: Tensor) -> Tensor:
              return torch.matmul(self.inverse(p, grams), t)
            def forward(self, p: Tensor, grams: Tensor, t: Tensor) -> Tensor:
              inverse = self.inverse(p, grams)
              e = torch.matmul(inverse, t) / torch.unsqueeze(torch.diagonal(inverse), 1)
              return torch.to(torch.mean(torch.square(e)) / torch.mean(torch.square(t)), 6)
            """);

    public MultiKernelRidge {
        powers = List.copyOf(powers);
        Check.that(!powers.isEmpty(), "%s: expected 1 power or more, found none; 0 stands for no whitening", name);
    }

    /** On residuals as they are or whitened by the power 1/4. */
    public MultiKernelRidge() {
        this("multi-kernel-ridge", List.of(0.0, .25));
    }

    /** The same on residuals as they are, which takes half the time. */
    public MultiKernelRidge unwhitened() {
        return new MultiKernelRidge(name + "-unwhitened", List.of(0.0));
    }

    /** The same with other powers to choose from. */
    public MultiKernelRidge withPowers(Double... others) {
        return new MultiKernelRidge(name, List.of(others));
    }

    @Override
    public long steps(WeightTask task) {
        return powers.size() * ((long) task.banks().size() + STEPS);
    }

    @Override
    public LinearReader fit(WeightTask task, Seeds seeds) {
        return (LinearReader) Expert.super.fit(task, seeds);
    }

    @Override
    public LinearReader fit(WeightTask task, Seeds seeds, Progress progress) {
        return TrainingResiduals.best(powers, power -> fit(task, power, progress));
    }

    private LinearReader fit(WeightTask task, double power, Progress progress) {
        TrainingResiduals residuals = TrainingResiduals.of(task, layers(task), power);
        RidgeTarget wanted = RidgeTarget.of(task);
        checkDiffer(wanted.values());
        float[] mean = mean(wanted.values());
        int layers = task.banks().size();
        try (NDManager scope = Torch.scope()) {
            NDArray grams = tensor(scope, residuals.grams(progress)); // [layers, train, train]
            NDArray targets = centred(scope, wanted.values(), mean); // [train, width]
            float[] start = new float[layers + 1];
            Arrays.fill(start, (float) -Math.log(layers));
            start[layers] = START_LAMBDA;
            NDArray row = Torch.tensor(scope, start, new Shape(1, start.length));
            new Fit(row, Fit.Settings.of(STEPS, RATE))
                    .run(STEPS, progress, (step, leaf, number, shard) -> SCRIPT.forward(step, leaf, grams, targets));
            float error = SCRIPT.forward(scope, row, grams, targets).getFloat();
            double[] solved = SCRIPT.call(scope, "solve", row, grams, targets).toDoubleArray();
            double[] weights = exp(Torch.floats(row)); // of the layers, then the ridge
            return new LinearReader(
                    name,
                    residuals.maps(wanted.inUnits(rows(solved, mean.length)), weights),
                    wanted.offset(mean),
                    weights[layers],
                    error,
                    task.about(layers(task)));
        }
    }

    /** The error is a share of the targets' own spread, which must not be 0. */
    private void checkDiffer(float[][] targets) {
        Check.that(
                Arrays.stream(targets).anyMatch(row -> !Arrays.equals(row, targets[0])),
                "%s: expected targets that differ, found %d equal ones",
                name,
                targets.length);
    }

    private static NDArray tensor(NDManager scope, List<ResidualGram> grams) {
        int count = grams.get(0).models();
        double[] flat = new double[grams.size() * count * count];
        int at = 0;
        for (ResidualGram gram : grams) {
            for (double[] line : gram.values()) {
                System.arraycopy(line, 0, flat, at, count);
                at += count;
            }
        }
        return Torch.tensor(scope, flat, new Shape(grams.size(), count, count));
    }

    private static double[] exp(float... logarithms) {
        double[] values = new double[logarithms.length];
        Arrays.setAll(values, i -> Math.exp(logarithms[i]));
        return values;
    }

    private static NDArray centred(NDManager scope, float[][] values, float[] mean) {
        double[] flat = new double[values.length * mean.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = values[i / mean.length][i % mean.length] - mean[i % mean.length];
        }
        return Torch.tensor(scope, flat, new Shape(values.length, mean.length));
    }

    private static float[] mean(float[][] values) {
        float[] mean = new float[values[0].length];
        for (float[] row : values) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += row[k] / values.length;
            }
        }
        return mean;
    }

    private static double[][] rows(double[] flat, int width) {
        double[][] rows = new double[flat.length / width][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }
}
