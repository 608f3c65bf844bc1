package org.modeljungle.metanetwork;

import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;

/**
 * The dense expert of the ProbeX paper (arXiv 2410.13569, section 3): a linear classifier on the flattened matrix,
 * {@code y_k = sum_ij W_ijk X_ij}. Its representation is the matrix itself.
 */
public final class DenseNetwork extends Metanetwork {

    static final String NAME = "dense";

    private static final String ROWS = "rows";

    /** It has no sizes of its own. */
    public record Settings() implements Metanetwork.Maker {
        @Override
        public DenseNetwork of(int rows, int cols, int classes) {
            return new DenseNetwork(rows, cols, classes);
        }
    }

    /** Compiles a network for matrices {@code [rows, cols]} and this many labels. */
    public DenseNetwork(int rows, int cols, int labels) {
        super(
                NAME,
                rows,
                cols,
                new ParameterLayout(),
                size(rows, cols),
                new Head.Labels(labels),
                SCRIPT + REPRESENT_SOME);
    }

    @Override
    public Settings settings() {
        return new Settings();
    }

    @Override
    public long flops() {
        return head().flops(representation());
    }

    /** A network of the sizes of a file. */
    static DenseNetwork of(MetanetworkShapes file) {
        int size = file.matrix("classification_head.weight")[1];
        int rows = file.number(ROWS);
        Check.that(
                rows > 0 && size % rows == 0,
                "dense in %s: expected a number of rows that divides %d, found %d",
                file.path(),
                size,
                rows);
        return new DenseNetwork(rows, size / rows, file.matrix("classification_head.weight")[0]);
    }

    @Override
    Map<String, String> remarks() {
        return Map.of(ROWS, Integer.toString(rows()));
    }

    private static int size(int rows, int cols) {
        Check.that(rows > 0 && cols > 0, "dense: expected matrices of 1 or more numbers, found [%d, %d]", rows, cols);
        return Math.multiplyExact(rows, cols);
    }

    private static final String SCRIPT = """
            def represent_of(self, c: List[Tensor], a: Tensor, b: Tensor) -> Tensor:
              if torch.numel(b) == 0:
                x = a
              else:
                x = torch.matmul(torch.transpose(a, 1, 2), b)
              return torch.flatten(x, 1)
            """;
}
