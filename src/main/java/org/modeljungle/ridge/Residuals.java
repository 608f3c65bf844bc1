package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.modeljungle.Check;
import org.modeljungle.layers.BankTensors;
import org.modeljungle.layers.ColumnChunks;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.tensor.Torch;

/** Models' weights less their tree's centre, as tensors. */
public final class Residuals {

    private static final int CHUNK = 1 << 20; // numbers
    private static final int COLUMNS = 64; // a multiple of what a processor sums at once

    private Residuals() {}

    /** The mean of models // [numbers] */
    public static float[] centre(LayerBank train) {
        if (train.matrices().inMemory()) {
            try (NDManager scope = Torch.scope()) {
                return mean(flat(scope, train));
            }
        }
        return train.matrices() instanceof Dense dense ? columns(dense) : parts(train);
    }

    private static float[] mean(NDArray models) {
        return Torch.floats(models.mean(new int[] {0}));
    }

    /** Number by number: the engine sums each as if it had all of them at once, so the bits are the same. */
    private static float[] columns(Dense train) {
        float[] centre = new float[train.blocks().size()];
        int step = COLUMNS * Math.max(1, CHUNK / COLUMNS / train.models());
        while (centre.length > 1 && centre.length % step == 1) {
            step += COLUMNS; // a last chunk of one number would be summed in another order
        }
        ColumnChunks.each(train.blocks(), step, (start, width, chunk) -> {
            try (NDManager scope = Torch.scope()) {
                float[] part = mean(Torch.tensor(scope, chunk, new Shape(train.models(), width)));
                System.arraycopy(part, 0, centre, start, width);
            }
        });
        return centre;
    }

    /** Some models at a time, multiplied out and summed in double precision. */
    private static float[] parts(LayerBank train) {
        double[] sum = new double[train.rows() * train.cols()];
        for (LayerBank part : train.chunks()) {
            try (NDManager scope = Torch.scope()) {
                NDArray wide = flat(scope, part).toType(DataType.FLOAT64, false);
                double[] own = wide.sum(new int[] {0}).toDoubleArray();
                Arrays.setAll(sum, i -> sum[i] + own[i]);
            }
        }
        float[] centre = new float[sum.length];
        for (int i = 0; i < centre.length; i++) {
            centre[i] = (float) (sum[i] / train.models());
        }
        return centre;
    }

    /** The residuals of models // [models, numbers] */
    public static NDArray of(NDManager scope, String who, LayerBank bank, float[] centre) {
        check(who, bank, centre);
        return flat(scope, bank).sub(Torch.tensor(scope, centre, new Shape(centre.length)));
    }

    /**
     * Checks that a layer has the size of its centre.
     *
     * @throws IllegalArgumentException if it has not
     */
    public static void check(String who, LayerBank bank, float[] centre) {
        Check.that(
                (long) bank.rows() * bank.cols() == centre.length,
                "%s: expected %d numbers in layer '%s', found [%d, %d]",
                who,
                centre.length,
                bank.layer(),
                bank.rows(),
                bank.cols());
    }

    /** Residuals, whitened and scaled to length 1 // [models, numbers] */
    static NDArray directions(NDManager scope, String who, LayerBank bank, float[] centre, Whitening whitening) {
        NDArray residuals = whitening.apply(scope, of(scope, who, bank, centre));
        NDArray norms = residuals.norm(new int[] {1}, true);
        checkNorms(who, bank, Torch.floats(norms));
        return residuals.div(norms);
    }

    /**
     * A residual of length 0 has neither a direction nor a logarithm; one that is not finite comes from weights that
     * are not.
     */
    static void checkNorms(String who, LayerBank bank, float... norms) {
        for (int i = 0; i < norms.length; i++) {
            Check.that(
                    norms[i] > 0 && Float.isFinite(norms[i]),
                    "%s: expected finite weights that differ from the training models' mean, found model %d of layer"
                            + " '%s' at a"
                            + " distance of %s",
                    who,
                    i,
                    bank.layer(),
                    norms[i]);
        }
    }

    private static NDArray flat(NDManager scope, LayerBank bank) {
        NDArray x = BankTensors.dense(scope, bank.matrices());
        return x.reshape(bank.models(), (long) bank.rows() * bank.cols());
    }
}
