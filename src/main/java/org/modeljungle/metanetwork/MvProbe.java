package org.modeljungle.metanetwork;

import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Precision;

/**
 * MVProbe (arXiv 2605.23410): four views of a matrix, each with probes of its own, {@code X U}, {@code X' V},
 * {@code X (X' W)} and {@code X' (X Z)}. Each view's responses are standardised per model, projected, passed through a ReLU
 * and flattened; one linear map brings all four to the representation.
 */
public final class MvProbe extends Metanetwork {

    /**
     * The sizes.
     *
     * @param probes number of learned probes of each view
     * @param projections into how many numbers a probe's response is projected
     * @param representation length of the representation
     */
    public record Settings(int probes, int projections, int representation) implements Metanetwork.Maker {

        /** As published. */
        public static final Settings PUBLISHED = new Settings(128, 128, 512);

        public Settings {
            Check.that(
                    probes > 0 && projections > 0 && representation > 0,
                    "MVProbe: expected probes, projections and representation of 1 or more, found %d, %d, %d",
                    probes,
                    projections,
                    representation);
        }

        @Override
        public MvProbe of(int rows, int cols, int classes) {
            return new MvProbe(this, rows, cols, new Head.Labels(classes));
        }
    }

    static final String NAME = "MVProbe";

    private final Settings settings;

    /** Compiles a network for matrices {@code [rows, cols]}. */
    public MvProbe(Settings settings, int rows, int cols, Head head) {
        super(NAME, rows, cols, encoder(settings, rows, cols), settings.representation, head, SCRIPT + REPRESENT_SOME);
        this.settings = settings;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    boolean trainsIn(Precision precision) {
        return true;
    }

    @Override
    public long flops() {
        long product = 2L * rows() * cols() * settings.probes; // of X or X' with all probes
        long projecting = 2L * settings.probes * settings.projections * 2 * (rows() + cols());
        long encoding = 2L * 4 * settings.probes * settings.projections * settings.representation;
        return 6 * product + projecting + encoding + head().flops(settings.representation);
    }

    /** A network of the sizes and with the head of a file. */
    static MvProbe of(MetanetworkShapes file) {
        int[] probes = file.matrix("right.probes"); // [cols, probes]
        int[] projection = file.matrix("right.projection"); // [projections, rows]
        int representation = file.matrix("encoder.weight")[0];
        Settings settings = new Settings(probes[1], projection[0], representation);
        return new MvProbe(settings, projection[1], probes[0], file.head());
    }

    @Override
    Map<String, String> remarks() {
        return Map.of();
    }

    private static ParameterLayout encoder(Settings s, int rows, int cols) {
        Check.that(rows > 0 && cols > 0, "MVProbe: expected matrices of 1 or more numbers, found [%d, %d]", rows, cols);
        int responses = Math.multiplyExact(4, Math.multiplyExact(s.probes, s.projections));
        ParameterLayout layout = new ParameterLayout();
        view(layout, s, "right", cols, rows); // X U
        view(layout, s, "left", rows, cols); // X' V
        view(layout, s, "row_gram", rows, rows); // X (X' W)
        view(layout, s, "column_gram", cols, cols); // X' (X Z)
        return layout.add("encoder.weight", fanIn(responses), s.representation, responses)
                .add("encoder.bias", fanIn(responses), s.representation);
    }

    /** Probes of length {@code inputs}; their responses, of length {@code outputs}, are projected. */
    private static void view(ParameterLayout layout, Settings s, String name, int inputs, int outputs) {
        layout.add(name + ".probes", fanIn(s.probes), inputs, s.probes)
                .add(name + ".projection", fanIn(outputs), s.projections, outputs);
    }

    // N models; a: X [N, rows, cols]; where X is in bfloat16, its products and the encoder's are too
    private static final String SCRIPT = """
            def product(self, x: Tensor, u: Tensor) -> Tensor:
              return torch.matmul(x, u.type_as(x)).type_as(u)
            def view(self, y: Tensor, projection: Tensor) -> Tensor:
              spread = torch.std(y, [1, 2], True, True)
              y = (y - torch.mean(y, [1, 2], True)) / (spread + 1e-8)
              z = torch.matmul(torch.transpose(y, 1, 2), torch.t(projection))
              return torch.flatten(torch.relu(z), 1)
            def represent_of(self, c: List[Tensor], a: Tensor, b: Tensor) -> Tensor:
              {named}
              if torch.numel(b) == 0:
                x = a
              else:
                x = torch.matmul(torch.transpose(a, 1, 2), b)
              t = torch.transpose(x, 1, 2)
              one = self.view(self.product(x, right_probes), right_projection)
              two = self.view(self.product(t, left_probes), left_projection)
              three = self.view(self.product(x, self.product(t, row_gram_probes)), row_gram_projection)
              four = self.view(self.product(t, self.product(x, column_gram_probes)), column_gram_projection)
              e = torch.cat([one, two, three, four], 1)
              if x.dtype == e.dtype:
                e = self.linear(e, encoder_weight, encoder_bias)
              else:
                e = self.product(e.type_as(x), torch.t(encoder_weight)) + encoder_bias
              return e
            """;
}
