package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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

    // dtype 7 is float64; r: residuals [n, rows, cols]; up [n, rows, rank]; down [n, rank, cols]; c: mean [rows, cols]
    private static final Script SCRIPT = Script.compile("residual moments", """
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
            """);

    /** Those of the training models; factored matrices stay factored. */
    static ResidualMoments of(NDManager scope, LayerBank train, float[] centre) {
        return train.matrices() instanceof LowRank factors ? factored(scope, factors) : dense(scope, train, centre);
    }

    private static ResidualMoments factored(NDManager scope, LowRank m) {
        NDArray up = up(scope, m);
        NDArray down = down(scope, m);
        return new ResidualMoments(
                SCRIPT.call(scope, "factored_rows", up, down), SCRIPT.call(scope, "factored_columns", up, down));
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
