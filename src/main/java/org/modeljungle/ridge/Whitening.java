package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Check;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/**
 * Makes residuals of one layer more alike in size in all directions of their rows and columns: {@code R -> A^-p R B^-p}. A and B
 * are the second moments of the training residuals, {@code mean(R R')} and {@code mean(R' R)}, each plus 5 % of its mean
 * diagonal. p = 1/2 would be full whitening, p = 1/4 goes half of the way; p = 0 leaves residuals as they are.
 *
 * @param power p
 * @param left A^-p; empty for p = 0 // [rows, rows]
 * @param right B^-p; empty for p = 0 // [cols, cols]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Whitening(double power, float[] left, float[] right) {

    /** Leaves residuals as they are. */
    public static final Whitening NONE = new Whitening(0, new float[0], new float[0]);

    /** Numbers of the largest temporary. */
    private static final int CHUNK = 1 << 22;

    // dtype 7 is float64, 6 float32; r: residuals [n, rows, cols]; up [n, rows, rank]; down [n, rank, cols]; c: mean
    // [rows, cols]
    private static final Script SCRIPT = Script.compile("whitening", """
            def rows(self, r: Tensor) -> Tensor:
              x = torch.transpose(r.to(7), 0, 1).reshape([r.size(1), -1])
              return torch.matmul(x, torch.t(x))
            def columns(self, r: Tensor) -> Tensor:
              x = r.to(7).reshape([-1, r.size(2)])
              return torch.matmul(torch.t(x), x)
            def mean(self, up: Tensor, down: Tensor) -> Tensor:
              u = torch.transpose(up.to(7), 0, 1).reshape([up.size(1), -1])
              return torch.matmul(u, down.to(7).reshape([-1, down.size(2)])) / up.size(0)
            def factored(self, up: Tensor, down: Tensor, c: Tensor) -> Tensor:
              b = up.to(7)
              d = down.to(7)
              g = torch.matmul(b, torch.matmul(d, torch.transpose(d, 1, 2)))
              x = torch.transpose(g, 0, 1).reshape([up.size(1), -1])
              y = torch.transpose(b, 0, 1).reshape([up.size(1), -1])
              return torch.matmul(x, torch.t(y)) / up.size(0) - torch.matmul(c, torch.t(c))
            def factored_rows(self, up: Tensor, down: Tensor) -> Tensor:
              return self.factored(up, down, self.mean(up, down))
            def factored_columns(self, up: Tensor, down: Tensor) -> Tensor:
              return self.factored(torch.transpose(down, 1, 2), torch.transpose(up, 1, 2), torch.t(self.mean(up, down)))
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
     * @throws IllegalArgumentException if all models are the same
     */
    static Whitening of(LayerBank train, float[] centre, double power) {
        Check.that(
                power >= 0 && Double.isFinite(power),
                "whitening: expected a finite power of 0 or more, found %s",
                power);
        if (power == 0) {
            return NONE;
        }
        try (NDManager scope = Torch.scope()) {
            NDArray[] moments = train.matrices() instanceof LowRank factors
                    ? factored(scope, factors)
                    : dense(scope, train, centre);
            for (NDArray moment : moments) {
                double spread = SCRIPT.call(scope, "spread", moment).getDouble();
                Check.that(
                        spread > 0 && Double.isFinite(spread),
                        "whitening: expected finite weights that differ between the models of layer '%s', found a spread of %s",
                        train.layer(),
                        spread);
            }
            return new Whitening(
                    power,
                    Torch.floats(SCRIPT.call(scope, "power", moments[0], power)),
                    Torch.floats(SCRIPT.call(scope, "power", moments[1], power)));
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

    /** A bank whose residuals are those of {@code bank}, whitened; factored matrices stay factored. */
    LayerBank apply(LayerBank bank, float[] centre) {
        if (power == 0) {
            return bank;
        }
        return new LayerBank(
                bank.layer(),
                bank.matrices() instanceof LowRank factors ? factors(factors) : differences(bank, centre));
    }

    private LowRank factors(LowRank m) {
        try (NDManager scope = Torch.scope()) {
            NDArray up = tensor(scope, left).matMul(up(scope, m));
            NDArray down = down(scope, m).matMul(tensor(scope, right));
            return new LowRank(m.models(), m.rows(), m.cols(), m.rank(), Torch.floats(up), Torch.floats(down));
        }
    }

    private Dense differences(LayerBank bank, float[] centre) {
        float[] all = new float[bank.models() * centre.length];
        eachChunk(bank, centre, (scope, from, residuals) -> {
            float[] part = Torch.floats(apply(scope, residuals));
            System.arraycopy(part, 0, all, from * centre.length, part.length);
        });
        return new Dense(bank.models(), bank.rows(), bank.cols(), all);
    }

    private static NDArray[] factored(NDManager scope, LowRank m) {
        NDArray up = up(scope, m);
        NDArray down = down(scope, m);
        return new NDArray[] {
            SCRIPT.call(scope, "factored_rows", up, down), SCRIPT.call(scope, "factored_columns", up, down)
        };
    }

    private static NDArray[] dense(NDManager scope, LayerBank train, float[] centre) {
        double[] left = new double[train.rows() * train.rows()];
        double[] right = new double[train.cols() * train.cols()];
        eachChunk(train, centre, (inner, from, residuals) -> {
            NDArray matrices = residuals.reshape(-1, train.rows(), train.cols());
            add(SCRIPT.call(inner, "rows", matrices).toDoubleArray(), left, train.models());
            add(SCRIPT.call(inner, "columns", matrices).toDoubleArray(), right, train.models());
        });
        return new NDArray[] {
            Torch.tensor(scope, left, new Shape(train.rows(), train.rows())),
            Torch.tensor(scope, right, new Shape(train.cols(), train.cols()))
        };
    }

    @FunctionalInterface
    private interface Part {
        void accept(NDManager scope, int from, NDArray residuals);
    }

    /** The residuals of some models at a time // [models of the part, rows cols] */
    private static void eachChunk(LayerBank bank, float[] centre, Part part) {
        int step = Math.max(1, CHUNK / centre.length);
        for (int from = 0; from < bank.models(); from += step) {
            int[] chosen = new int[Math.min(step, bank.models() - from)];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = from + i;
            }
            try (NDManager scope = Torch.scope()) {
                part.accept(scope, from, Residuals.of(scope, "whitening", bank.select(chosen), centre));
            }
        }
    }

    private static void add(double[] part, double[] sum, int models) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += part[i] / models;
        }
    }

    private static NDArray up(NDManager scope, LowRank m) {
        return Torch.tensor(scope, m.up(), new Shape(m.models(), m.rows(), m.rank()));
    }

    private static NDArray down(NDManager scope, LowRank m) {
        return Torch.tensor(scope, m.down(), new Shape(m.models(), m.rank(), m.cols()));
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
}
