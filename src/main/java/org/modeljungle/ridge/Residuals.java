package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Check;
import org.modeljungle.layers.BankTensors;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.tensor.Torch;

/** Models' weights less their tree's centre, as tensors. */
public final class Residuals {

    private Residuals() {}

    /** The mean of models // [numbers] */
    public static float[] centre(LayerBank train) {
        try (NDManager scope = Torch.scope()) {
            return Torch.floats(flat(scope, train).mean(new int[] {0}));
        }
    }

    /** The residuals of models // [models, numbers] */
    public static NDArray of(NDManager scope, String who, LayerBank bank, float[] centre) {
        Check.that(
                (long) bank.rows() * bank.cols() == centre.length,
                "%s: expected %d numbers in layer '%s', found [%d, %d]",
                who,
                centre.length,
                bank.layer(),
                bank.rows(),
                bank.cols());
        return flat(scope, bank).sub(Torch.tensor(scope, centre, new Shape(centre.length)));
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
