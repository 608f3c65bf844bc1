package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.modeljungle.Progress;
import org.modeljungle.layers.ColumnChunks;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/** Inner products between all matrices of a bank, in double precision and bounded memory. */
final class InnerProducts {

    /** Numbers of the largest temporary. */
    private static final int CHUNK = 1 << 20;

    // dtype 7 is float64; up and down arrive as rows per model and rank
    private static final Script SCRIPT = Script.compile("inner products", """
            def dense(self, x: Tensor) -> Tensor:
              d = x.to(7)
              return torch.matmul(d, torch.t(d))
            def products(self, x: Tensor, y: Tensor, start: int, end: int, first: int) -> Tensor:
              return torch.matmul(torch.slice(x, 0, start, end), torch.t(torch.slice(y, 0, first)))
            def factored(self, b: Tensor, a: Tensor, d: Tensor, c: Tensor, start: int, end: int, first: int,
                rank: int) -> Tensor:
              bb = self.products(b, d, start * rank, end * rank, first * rank)
              aa = self.products(a, c, start * rank, end * rank, first * rank)
              p = bb.mul_(aa).reshape([end - start, rank, -1, rank])
              return torch.sum(torch.sum(p, 3), 1)
            def rows(self, x: Tensor) -> Tensor:
              return x.reshape([-1, x.size(2)]).to(7)
            def widened(self, sums: Tensor, b: Tensor, a: Tensor, start: int, end: int) -> Tensor:
              x = torch.matmul(torch.slice(b, 1, start, end), a).reshape([b.size(0), -1])
              return sums.addmm_(x, torch.t(x))
            def up_rows(self, x: Tensor) -> Tensor:
              return self.rows(torch.transpose(x, 1, 2))
            """);

    private InnerProducts() {}

    static double[][] of(LayerBank bank, Progress progress) {
        if (bank.matrices() instanceof Dense dense) {
            return dense(dense, progress);
        }
        LowRank factors = (LowRank) bank.matrices();
        return factors.inMemory() && isCheaperWide(factors) ? widened(factors, progress) : factored(bank, progress);
    }

    /** Each pair costs {@code rank^2 (rows + cols)} by factors, {@code rows cols} by the matrices themselves. */
    private static boolean isCheaperWide(LowRank m) {
        return (long) m.rank() * m.rank() * (m.rows() + m.cols()) > (long) m.rows() * m.cols();
    }

    /** {@code X X'} as a sum over some of the matrices' rows at a time, each multiplied out. */
    private static double[][] widened(LowRank m, Progress progress) {
        int step = Math.max(1, (int) (CHUNK / ((long) m.models() * m.cols())));
        try (NDManager scope = Torch.scope()) {
            NDArray b = inDoubles(scope, m.up(), new Shape(m.models(), m.rows(), m.rank()));
            NDArray a = inDoubles(scope, m.down(), new Shape(m.models(), m.rank(), m.cols()));
            NDArray sums = scope.zeros(new Shape(m.models(), m.models()), DataType.FLOAT64);
            for (int start = 0; start < m.rows(); start += step) {
                progress.check();
                try (NDManager inner = Torch.scope()) {
                    SCRIPT.call(inner, "widened", sums, b, a, start, Math.min(m.rows(), start + step));
                }
            }
            double[][] products = new double[m.models()][m.models()];
            add(sums.toDoubleArray(), products);
            return products;
        }
    }

    private static NDArray inDoubles(NDManager scope, float[] values, Shape shape) {
        return Torch.tensor(scope, values, shape).toType(DataType.FLOAT64, false);
    }

    /**
     * {@code <B1 A1, B2 A2>} from {@code (B' B) * (A A')}, summed over blocks of rank x rank; models in chunks. What
     * lies in a file is read chunk by chunk, each beside every later one.
     */
    private static double[][] factored(LayerBank bank, Progress progress) {
        double[][] products = new double[bank.models()][bank.models()];
        List<LayerBank> chunks = bank.chunks();
        int row = 0;
        for (int i = 0; i < chunks.size(); i++) {
            try (NDManager scope = Torch.scope()) {
                Rows rows = Rows.of(scope, chunks.get(i));
                int column = row;
                for (LayerBank other : chunks.subList(i, chunks.size())) {
                    try (NDManager inner = Torch.scope()) {
                        boolean same = column == row;
                        Rows columns = same ? rows : Rows.of(inner, other);
                        factored(rows, row, columns, column, products, progress);
                        column += columns.models;
                    }
                }
                row += rows.models;
            }
        }
        return products;
    }

    private static void factored(Rows rows, int row, Rows columns, int column, double[][] products, Progress progress) {
        int rank = rows.rank;
        int step = Math.max(1, (int) (CHUNK / ((long) products.length * rank * rank)));
        for (int start = 0; start < rows.models; start += step) {
            progress.check();
            int end = Math.min(rows.models, start + step);
            int first = row == column ? start : 0; // the products are symmetric
            try (NDManager scope = Torch.scope();
                    NDArray part = SCRIPT.call(
                            scope, "factored", rows.b, rows.a, columns.b, columns.a, start, end, first, rank)) {
                copy(part.toDoubleArray(), products, row + start, row + end, column + first, column + columns.models);
            }
        }
    }

    /**
     * Factors of some models, in double precision.
     *
     * @param b columns of B // [models rank, rows]
     * @param a rows of A // [models rank, cols]
     */
    private record Rows(int models, int rank, NDArray b, NDArray a) {

        static Rows of(NDManager scope, LayerBank bank) {
            LowRank m = (LowRank) bank.matrices();
            Shape up = new Shape(m.models(), m.rows(), m.rank());
            Shape down = new Shape(m.models(), m.rank(), m.cols());
            return new Rows(
                    m.models(),
                    m.rank(),
                    SCRIPT.call(scope, "up_rows", Torch.tensor(scope, m.up(), up)),
                    SCRIPT.call(scope, "rows", Torch.tensor(scope, m.down(), down)));
        }
    }

    /** Products of some models with others. */
    private static void copy(double[] part, double[][] products, int row, int rowEnd, int column, int columnEnd) {
        int width = columnEnd - column;
        for (int i = row; i < rowEnd; i++) {
            for (int j = Math.max(i, column); j < columnEnd; j++) {
                products[i][j] = part[(i - row) * width + j - column];
                products[j][i] = products[i][j];
            }
        }
    }

    /** {@code X X'} as a sum over chunks of the flattened matrices' columns. */
    private static double[][] dense(Dense m, Progress progress) {
        double[][] products = new double[m.models()][m.models()];
        int size = m.rows() * m.cols();
        int step = Math.max(1, Math.min(size, CHUNK / m.models()));
        ColumnChunks.each(m.blocks(), step, (start, width, chunk) -> {
            progress.check();
            try (NDManager scope = Torch.scope()) {
                NDArray part = SCRIPT.call(scope, "dense", Torch.tensor(scope, chunk, new Shape(m.models(), width)));
                add(part.toDoubleArray(), products);
            }
        });
        return products;
    }

    private static void add(double[] part, double[][] products) {
        int models = products.length;
        for (int i = 0; i < models; i++) {
            double[] row = Arrays.copyOfRange(part, i * models, (i + 1) * models);
            for (int j = 0; j < models; j++) {
                products[i][j] += row[j];
            }
        }
    }
}
