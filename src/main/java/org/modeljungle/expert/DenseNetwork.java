package org.modeljungle.expert;

import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;

/**
 * The dense expert of the ProbeX paper (arXiv 2410.13569, section 3): a linear classifier on the flattened matrix,
 * {@code y_k = sum_ij W_ijk X_ij}. Its representation is the matrix itself.
 */
public final class DenseNetwork extends Metanetwork {

    /** Compiles a network for matrices {@code [rows, cols]} and this many labels. */
    public DenseNetwork(int rows, int cols, int labels) {
        super("dense", rows, cols, new ParameterLayout(), size(rows, cols), new Head.Labels(labels), SCRIPT);
    }

    @Override
    public long flops() {
        return head().flops(representation());
    }

    private static int size(int rows, int cols) {
        Check.that(rows > 0 && cols > 0, "dense: expected matrices of 1 or more numbers, found [%d, %d]", rows, cols);
        return Math.multiplyExact(rows, cols);
    }

    private static final String SCRIPT = """
            def represent(self, p: Tensor, a: Tensor, b: Tensor) -> Tensor:
              if torch.numel(b) == 0:
                x = a
              else:
                x = torch.matmul(torch.transpose(a, 1, 2), b)
              return torch.flatten(x, 1)
            """;
}
