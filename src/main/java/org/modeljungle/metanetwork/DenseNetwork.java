package org.modeljungle.metanetwork;

import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;

/**
 * The dense expert of the ProbeX paper (arXiv 2410.13569, section 3), linear in the flattened matrix. For
 * classification its representation is the matrix itself, {@code y_k = sum_ij W_ijk X_ij}; for alignment with text one
 * linear map brings the matrix to a representation first.
 */
public final class DenseNetwork extends Metanetwork {

    static final String NAME = "dense";

    private static final String ROWS = "rows";
    private static final String ENCODER = "encoder.weight";

    /**
     * The sizes.
     *
     * @param representation length of the representation that a linear map makes of the matrix; 0 for the matrix itself
     */
    public record Settings(int representation) implements Metanetwork.Architecture {

        /** A linear classifier: the representation is the matrix. */
        public static final Settings CLASSIFICATION = new Settings(0);

        /** A representation as long as ProbeX's for alignment with text. */
        public static final Settings ALIGNMENT = new Settings(512);

        public Settings {
            Check.that(
                    representation >= 0,
                    "dense: expected a representation of 1 or more, or 0 for the matrix itself, found %d",
                    representation);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public DenseNetwork of(int rows, int cols, Head head) {
            return new DenseNetwork(this, rows, cols, head);
        }

        private int length(int size) {
            return representation == 0 ? size : representation;
        }

        private String encode() {
            return representation == 0 ? "x" : ENCODE;
        }
    }

    private final Settings settings;

    /** A network for matrices {@code [rows, cols]}. */
    public DenseNetwork(Settings settings, int rows, int cols, Head head) {
        super(
                NAME,
                rows,
                cols,
                encoder(settings, size(rows, cols)),
                settings.length(size(rows, cols)),
                head,
                SCRIPT.replace("{encode}", settings.encode()) + REPRESENT_SOME,
                STACK_SCRIPT.replace("{encode}", settings.encode()));
        this.settings = settings;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    long held(long numbersEach) {
        return super.held((long) rows() * cols()); // factors are multiplied out
    }

    @Override
    public long flops() {
        return 2L * rows() * cols() * settings.representation + head().flops(representation());
    }

    /** A network of the sizes and with the head of a file. */
    static DenseNetwork of(MetanetworkShapes file) {
        boolean encodes = file.has(ENCODER);
        Settings settings = encodes ? new Settings(file.matrix(ENCODER)[0]) : Settings.CLASSIFICATION;
        int size = encodes ? file.matrix(ENCODER)[1] : file.representation();
        int rows = file.number(ROWS);
        Check.that(
                rows > 0 && size % rows == 0,
                "dense in %s: expected a number of rows that divides %d, found %d",
                file.path(),
                size,
                rows);
        Head head = file.head();
        return file.make(() -> new DenseNetwork(settings, rows, size / rows, head));
    }

    @Override
    Map<String, String> metadata() {
        return Map.of(ROWS, Integer.toString(rows()));
    }

    private static ParameterLayout encoder(Settings settings, int size) {
        ParameterLayout layout = new ParameterLayout();
        return settings.representation == 0
                ? layout
                : layout.add(ENCODER, fanIn(size), settings.representation, size)
                        .add("encoder.bias", fanIn(size), settings.representation);
    }

    private static int size(int rows, int cols) {
        Check.that(rows > 0 && cols > 0, "dense: expected matrices of 1 or more numbers, found [%d, %d]", rows, cols);
        return Math.multiplyExact(rows, cols);
    }

    private static final String SCRIPT = """
            def represent_of(self, c: List[Tensor], a: Tensor, b: Tensor) -> Tensor:
              {named}
              if torch.numel(b) == 0:
                x = torch.flatten(a, 1)
              else:
                x = torch.flatten(torch.matmul(torch.transpose(a, 1, 2), b), 1)
              return {encode}
            """;

    private static final String STACK_SCRIPT = """
            def represent(self, c: List[Tensor], a: Tensor, b: Tensor) -> Tensor:
              {named}
              if torch.numel(b) == 0:
                x = torch.flatten(a, 2)
              else:
                x = torch.flatten(torch.matmul(torch.transpose(a, 2, 3), b), 2)
              return {encode}
            """;

    private static final String ENCODE = "self.linear(x, encoder_weight, encoder_bias)";
}
