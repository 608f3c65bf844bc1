package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.layers.BlockStore;
import org.modeljungle.layers.Blocks;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/**
 * Makes residuals of one layer more alike in size in all directions of their rows and columns:
 * {@code R -> A^-p R B^-p}. A and B are the second moments of the training residuals, {@code mean(R R')} and
 * {@code mean(R' R)}, each plus 5 % of its mean diagonal. p = 1/2 would be full whitening, p = 1/4 goes half of the
 * way; p = 0 leaves residuals as they are.
 *
 * @param power p
 * @param left A^-p; empty for p = 0 // [rows, rows]
 * @param right B^-p; empty for p = 0 // [cols, cols]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Whitening(double power, float[] left, float[] right) {

    /** The longest side of a square matrix of doubles that fits a buffer of 2 GiB. */
    private static final int LONGEST = 16_383;

    /** Leaves residuals as they are. */
    public static final Whitening NONE = new Whitening(0, new float[0], new float[0]);

    // a: second moments, float64 (dtype 7), else float32 (dtype 6)
    private static final Script SCRIPT = Script.lazy("whitening", """
            def spread(self, a: Tensor) -> Tensor:
              return torch.mean(torch.diagonal(a))
            def power(self, a: Tensor, p: float) -> Tensor:
              w, q, = torch.linalg_eigh(a, "L")
              s = torch.clamp_min(w, 0.) + self.spread(a) * 0.05
              return torch.matmul(q * torch.pow(s, -p), torch.t(q)).to(6)
            def apply(self, r: Tensor, left: Tensor, right: Tensor) -> Tensor:
              return torch.matmul(torch.matmul(left, r), right)
            """);

    /**
     * Learns from the training models of one layer. Factored matrices stay factored.
     *
     * @param centre the training models' mean // [numbers]
     * @param power p, 0 or more
     * @throws IllegalArgumentException if all models are the same, or the layer is longer than 16,383
     */
    static Whitening of(LayerBank train, float[] centre, double power) {
        Check.that(
                power >= 0 && Double.isFinite(power),
                "whitening: expected a finite power of 0 or more, found %s",
                power);
        if (power == 0) {
            return NONE;
        }
        Check.that(
                Math.max(train.rows(), train.cols()) <= LONGEST,
                "whitening: expected a layer of at most %d rows and columns, found [%d, %d] in layer '%s'; leave it out,"
                        + " or read it without whitening, by the power 0",
                LONGEST,
                train.rows(),
                train.cols(),
                train.layer());
        try (NDManager scope = Torch.scope()) {
            ResidualMoments moments = ResidualMoments.of(scope, train, centre);
            for (NDArray moment : List.of(moments.rows(), moments.columns())) {
                double spread = SCRIPT.call(scope, "spread", moment).getDouble();
                Check.that(
                        spread > 0 && Double.isFinite(spread),
                        "whitening: expected finite weights that differ between the models of layer '%s', found a"
                                + " spread of %s",
                        train.layer(),
                        spread);
            }
            return new Whitening(
                    power,
                    Torch.floats(SCRIPT.call(scope, "power", moments.rows(), power)),
                    Torch.floats(SCRIPT.call(scope, "power", moments.columns(), power)));
        }
    }

    /**
     * Residuals of models of this layer, whitened.
     *
     * @param residuals [models, rows cols]
     * @return [models, rows cols]
     */
    NDArray apply(NDManager scope, NDArray residuals) {
        if (power == 0) {
            return residuals;
        }
        long models = residuals.getShape().get(0);
        NDArray matrices = residuals.reshape(models, rows(), cols());
        return SCRIPT.call(scope, "apply", matrices, tensor(scope, left), tensor(scope, right))
                .reshape(residuals.getShape());
    }

    /**
     * A bank whose residuals are those of {@code bank}, whitened; factored matrices stay factored.
     *
     * @param store where its numbers are kept
     */
    LayerBank apply(LayerBank bank, float[] centre, BlockStore store) {
        if (power == 0) {
            return bank;
        }
        return new LayerBank(
                bank.layer(),
                bank.matrices() instanceof LowRank factors
                        ? factors(bank, factors, store)
                        : differences(bank, centre, store));
    }

    private LowRank factors(LayerBank bank, LowRank all, BlockStore store) {
        Blocks ups = store.keep(all.models(), all.rows() * all.rank(), sink -> {
            for (LayerBank part : bank.chunks()) {
                try (NDManager scope = Torch.scope()) {
                    LowRank m = (LowRank) part.matrices();
                    sink.add(Torch.floats(tensor(scope, left).matMul(ResidualMoments.up(scope, m))));
                }
            }
        });
        Blocks downs = store.keep(all.models(), all.rank() * all.cols(), sink -> {
            for (LayerBank part : bank.chunks()) {
                try (NDManager scope = Torch.scope()) {
                    LowRank m = (LowRank) part.matrices();
                    sink.add(Torch.floats(ResidualMoments.down(scope, m).matMul(tensor(scope, right))));
                }
            }
        });
        return new LowRank(all.models(), all.rows(), all.cols(), all.rank(), ups, downs);
    }

    private Dense differences(LayerBank bank, float[] centre, BlockStore store) {
        Blocks all = store.keep(
                bank.models(),
                centre.length,
                sink -> ResidualMoments.eachChunk(
                        bank, centre, (scope, from, residuals) -> sink.add(Torch.floats(apply(scope, residuals)))));
        return new Dense(bank.models(), bank.rows(), bank.cols(), all);
    }

    private static NDArray tensor(NDManager scope, float[] square) {
        long side = Math.round(Math.sqrt(square.length));
        return Torch.tensor(scope, square, new Shape(side, side));
    }

    private long rows() {
        return Math.round(Math.sqrt(left.length));
    }

    private long cols() {
        return Math.round(Math.sqrt(right.length));
    }

    /** Operations to whiten one matrix. */
    long flops() {
        return power == 0 ? 0 : 2 * rows() * cols() * (rows() + cols());
    }

    @Override
    public String toString() {
        return power == 0 ? "no whitening" : "whitening by the power " + Numbers.text(power);
    }
}
