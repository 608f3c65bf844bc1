package org.modeljungle.ridge;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.modeljungle.Progress;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
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
            def factored(self, b: Tensor, a: Tensor, start: int, end: int, rank: int) -> Tensor:
              bb = torch.matmul(torch.slice(b, 0, start * rank, end * rank), torch.t(torch.slice(b, 0, start * rank)))
              aa = torch.matmul(torch.slice(a, 0, start * rank, end * rank), torch.t(torch.slice(a, 0, start * rank)))
              p = bb.mul_(aa).reshape([end - start, rank, -1, rank])
              return torch.sum(torch.sum(p, 3), 1)
            def rows(self, x: Tensor) -> Tensor:
              return x.reshape([-1, x.size(2)]).to(7)
            def up_rows(self, x: Tensor) -> Tensor:
              return self.rows(torch.transpose(x, 1, 2))
            """);

    private InnerProducts() {}

    static double[][] of(Matrices matrices, Progress progress) {
        return matrices instanceof LowRank factors ? factored(factors, progress) : dense((Dense) matrices, progress);
    }

    /** {@code <B1 A1, B2 A2>} from {@code (B' B) * (A A')}, summed over blocks of rank x rank; models in chunks. */
    private static double[][] factored(LowRank m, Progress progress) {
        double[][] products = new double[m.models()][m.models()];
        try (NDManager scope = Torch.scope()) {
            NDArray b = SCRIPT.call(
                    scope, "up_rows", Torch.tensor(scope, m.up(), new Shape(m.models(), m.rows(), m.rank())));
            NDArray a = SCRIPT.call(
                    scope, "rows", Torch.tensor(scope, m.down(), new Shape(m.models(), m.rank(), m.cols())));
            int step = Math.max(1, (int) (CHUNK / ((long) m.models() * m.rank() * m.rank())));
            for (int start = 0; start < m.models(); start += step) {
                progress.check();
                int end = Math.min(m.models(), start + step);
                try (NDArray part = SCRIPT.call(scope, "factored", b, a, start, end, m.rank())) {
                    copy(part.toDoubleArray(), products, start, end);
                }
            }
        }
        return products;
    }

    /** A chunk holds the products of models {@code start} to {@code end} with those from {@code start} on. */
    private static void copy(double[] part, double[][] products, int start, int end) {
        int width = products.length - start;
        for (int i = start; i < end; i++) {
            for (int j = i; j < products.length; j++) {
                products[i][j] = part[(i - start) * width + j - start];
                products[j][i] = products[i][j];
            }
        }
    }

    /** {@code X X'} as a sum over chunks of the flattened matrices' columns. */
    private static double[][] dense(Dense m, Progress progress) {
        double[][] products = new double[m.models()][m.models()];
        int size = m.rows() * m.cols();
        int step = Math.max(1, Math.min(size, CHUNK / m.models()));
        for (int start = 0; start < size; start += step) {
            progress.check();
            int width = Math.min(step, size - start);
            float[] chunk = new float[m.models() * width]; // [models, width]
            for (int model = 0; model < m.models(); model++) {
                System.arraycopy(m.values(), model * size + start, chunk, model * width, width);
            }
            try (NDManager scope = Torch.scope()) {
                NDArray part = SCRIPT.call(scope, "dense", Torch.tensor(scope, chunk, new Shape(m.models(), width)));
                add(part.toDoubleArray(), products);
            }
        }
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
