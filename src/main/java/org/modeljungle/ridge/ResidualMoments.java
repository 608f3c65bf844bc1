package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.LongStep;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/**
 * The second moments of one layer's residuals, in double precision.
 *
 * @param rows mean(R R') // [rows, rows]
 * @param columns mean(R' R) // [cols, cols]
 */
record ResidualMoments(NDArray rows, NDArray columns) {

    /** Numbers of the largest temporary. */
    private static final int CHUNK = 1 << 22;

    // dtype 7 is float64; r: residuals [n, rows, cols]; up [n, rows, rank]; down [n, rank, cols]; c: sum [rows, cols]
    private static final Script SCRIPT = Script.compile("residual moments", """
            def rows(self, r: Tensor) -> Tensor:
              x = torch.transpose(r.to(7), 0, 1).reshape([r.size(1), -1])
              return torch.matmul(x, torch.t(x))
            def columns(self, r: Tensor) -> Tensor:
              x = r.to(7).reshape([-1, r.size(2)])
              return torch.matmul(torch.t(x), x)
            def product(self, up: Tensor, down: Tensor) -> Tensor:
              u = torch.transpose(up.to(7), 0, 1).reshape([up.size(1), -1])
              return torch.matmul(u, down.to(7).reshape([-1, down.size(2)]))
            def moment(self, up: Tensor, down: Tensor) -> Tensor:
              b = up.to(7)
              d = down.to(7)
              g = torch.matmul(b, torch.matmul(d, torch.transpose(d, 1, 2)))
              x = torch.transpose(g, 0, 1).reshape([up.size(1), -1])
              y = torch.transpose(b, 0, 1).reshape([up.size(1), -1])
              return torch.matmul(x, torch.t(y))
            def moment_rows(self, up: Tensor, down: Tensor) -> Tensor:
              return self.moment(up, down)
            def moment_columns(self, up: Tensor, down: Tensor) -> Tensor:
              return self.moment(torch.transpose(down, 1, 2), torch.transpose(up, 1, 2))
            def less(self, moment: Tensor, c: Tensor, n: int) -> Tensor:
              m = c / n
              return moment / n - torch.matmul(m, torch.t(m))
            def less_rows(self, moment: Tensor, product: Tensor, n: int) -> Tensor:
              return self.less(moment, product, n)
            def less_columns(self, moment: Tensor, product: Tensor, n: int) -> Tensor:
              return self.less(moment, torch.t(product), n)
            """);

    /** Those of the training models; factored matrices stay factored. */
    static ResidualMoments of(NDManager scope, LayerBank train, float[] centre) {
        return train.matrices() instanceof LowRank ? factored(scope, train) : dense(scope, train, centre);
    }

    private static ResidualMoments factored(NDManager scope, LayerBank train) {
        int n = train.models();
        NDArray product = sum(scope, train, "product"); // of the mean // [rows, cols]
        return new ResidualMoments(
                SCRIPT.call(scope, "less_rows", sum(scope, train, "moment_rows"), product, n),
                SCRIPT.call(scope, "less_columns", sum(scope, train, "moment_columns"), product, n));
    }

    /** What a method of the script says of factors, summed over all models. */
    private static NDArray sum(NDManager scope, LayerBank train, String method) {
        NDArray sum = null;
        for (LayerBank part : train.chunks()) {
            try (NDManager inner = Torch.scope()) {
                LowRank m = (LowRank) part.matrices();
                NDArray next = SCRIPT.call(inner, method, up(inner, m), down(inner, m));
                if (sum == null) {
                    sum = next;
                    sum.attach(scope);
                } else {
                    try (NDArray before = sum) {
                        sum = before.add(next);
                    }
                    sum.attach(scope);
                }
            }
        }
        return sum;
    }

    private static ResidualMoments dense(NDManager scope, LayerBank train, float[] centre) {
        double[] rows = new double[train.rows() * train.rows()];
        double[] columns = new double[train.cols() * train.cols()];
        eachChunk(train, centre, (inner, from, residuals) -> {
            NDArray matrices = residuals.reshape(-1, train.rows(), train.cols());
            add(SCRIPT.call(inner, "rows", matrices).toDoubleArray(), rows, train.models());
            add(SCRIPT.call(inner, "columns", matrices).toDoubleArray(), columns, train.models());
        });
        return new ResidualMoments(
                Torch.tensor(scope, rows, new Shape(train.rows(), train.rows())),
                Torch.tensor(scope, columns, new Shape(train.cols(), train.cols())));
    }

    /** What is done with the residuals of some models, {@code from} on // [models of the part, rows cols] */
    @FunctionalInterface
    interface Part {
        void accept(NDManager scope, int from, NDArray residuals);
    }

    /** Goes through the residuals of all models, some at a time. */
    static void eachChunk(LayerBank bank, float[] centre, Part part) {
        int step = Math.max(1, CHUNK / centre.length);
        for (int from = 0; from < bank.models(); from += step) {
            LongStep.checkStopped("whitening layer " + bank.layer());
            int[] chosen = new int[Math.min(step, bank.models() - from)];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = from + i;
            }
            try (NDManager scope = Torch.scope()) {
                part.accept(scope, from, Residuals.of(scope, "whitening", bank.select(chosen), centre));
            }
        }
    }

    /** B // [models, rows, rank] */
    static NDArray up(NDManager scope, LowRank m) {
        return Torch.tensor(scope, m.up(), new Shape(m.models(), m.rows(), m.rank()));
    }

    /** A // [models, rank, cols] */
    static NDArray down(NDManager scope, LowRank m) {
        return Torch.tensor(scope, m.down(), new Shape(m.models(), m.rank(), m.cols()));
    }

    private static void add(double[] part, double[] sum, int models) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += part[i] / models;
        }
    }
}
