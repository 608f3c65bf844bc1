package org.modeljungle.metanetwork;

import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Precision;

/**
 * MVProbe (arXiv 2605.23410): four views of a matrix, each with probes of its own, {@code X U}, {@code X (X' W)},
 * {@code X' V} and {@code X' (X Z)}, here in the order of the public code, whose names the parameters have. Each view's
 * responses are standardised per model, projected, passed through a ReLU and flattened; one linear map brings all four
 * to the representation.
 *
 * <p>A low-rank matrix {@code X = B A} is never multiplied out, nor are its responses: {@code Y = B Q} with
 * {@code Q = A U}, or {@code (A A') (B' W)}, has a mean and a spread that follow from {@code Q}, the sums of {@code B}
 * and {@code B' B}.
 */
public final class MvProbe extends Metanetwork {

    /**
     * The sizes.
     *
     * @param probes number of learned probes of each view
     * @param projections into how many numbers a probe's response is projected
     * @param representation length of the representation
     */
    public record Settings(int probes, int projections, int representation) implements Metanetwork.Architecture {

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

        /** The same with another number of probes. */
        public Settings withProbes(int other) {
            return new Settings(other, projections, representation);
        }

        /** The same with another number of projections. */
        public Settings withProjections(int other) {
            return new Settings(probes, other, representation);
        }

        /** The same with a representation of another length. */
        public Settings withRepresentation(int other) {
            return new Settings(probes, projections, other);
        }

        @Override
        public String name() {
            return "mvprobe";
        }

        @Override
        public MvProbe of(int rows, int cols, Head head) {
            return new MvProbe(this, rows, cols, head);
        }
    }

    static final String NAME = "MVProbe";

    /** The tensor that tells a file of it from others. */
    static final String PROBES = "probes_xu.weight";

    private final Settings settings;

    /** A network for matrices {@code [rows, cols]}. */
    public MvProbe(Settings settings, int rows, int cols, Head head) {
        super(
                NAME,
                rows,
                cols,
                encoder(settings, rows, cols),
                settings.representation,
                head,
                SCRIPT + REPRESENT_SOME,
                STACK_SCRIPT);
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
    long held(long numbersEach) {
        return super.held(numbersEach) + 4 * numbersEach; // X' too, and the responses of four views
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
        int[] probes = file.matrix(PROBES); // [cols, probes]
        int[] projection = file.matrix("shared_probe_proj_row.weight"); // [projections, rows]
        int representation = file.matrix("concat_all4_encoder.weight")[0];
        Head head = file.head();
        return file.make(() ->
                new MvProbe(new Settings(probes[1], projection[0], representation), projection[1], probes[0], head));
    }

    @Override
    Map<String, String> metadata() {
        return Map.of();
    }

    /**
     * Names, shapes and order of the public code's state dictionary: first each view's probes, then its projections.
     */
    private static ParameterLayout encoder(Settings s, int rows, int cols) {
        Check.that(rows > 0 && cols > 0, "MVProbe: expected matrices of 1 or more numbers, found [%d, %d]", rows, cols);
        int responses = Math.multiplyExact(4, Math.multiplyExact(s.probes, s.projections));
        return new ParameterLayout()
                .add(PROBES, fanIn(s.probes), cols, s.probes) // U, for X U
                .add("probes_xxtu.weight", fanIn(s.probes), rows, s.probes) // W, for X (X' W)
                .add("probes_xtu.weight", fanIn(s.probes), rows, s.probes) // V, for X' V
                .add("probes_xtxu.weight", fanIn(s.probes), cols, s.probes) // Z, for X' (X Z)
                .add("shared_probe_proj_row.weight", fanIn(rows), s.projections, rows)
                .add("shared_probe_proj_row2.weight", fanIn(rows), s.projections, rows)
                .add("shared_probe_proj_col.weight", fanIn(cols), s.projections, cols)
                .add("shared_probe_proj_col2.weight", fanIn(cols), s.projections, cols)
                .add("concat_all4_encoder.weight", fanIn(responses), s.representation, responses)
                .add("concat_all4_encoder.bias", fanIn(responses), s.representation);
    }

    // of N models, [N, ...], or of S networks with N models each, [S, N, ...]; x: X, or X = a' b with a [r, rows] and
    // b [r, cols]; where X is in bfloat16, its products and the encoder's are too. Each form says what is multiplied:
    // 'shared' by one matrix of a network, 'each' by one of a model
    private static final String VIEWS = """
            def transposed(self, x: Tensor) -> Tensor:
              return torch.transpose(x, -2, -1)
            def view(self, y: Tensor, projection: Tensor) -> Tensor:
              spread = torch.std(y, [-2, -1], True, True)
              y = (y - torch.mean(y, [-2, -1], True)) / (spread + 1e-8)
              return torch.flatten(torch.relu(self.shared(self.transposed(y), self.transposed(projection))), -2)
            def views(self, c: List[Tensor], x: Tensor) -> Tensor:
              {named}
              t = self.transposed(x)
              one = self.view(self.product(x, probes_xu_weight), shared_probe_proj_row_weight)
              two = self.view(self.each(x, self.product(t, probes_xxtu_weight)), shared_probe_proj_row2_weight)
              three = self.view(self.product(t, probes_xtu_weight), shared_probe_proj_col_weight)
              four = self.view(self.each(t, self.product(x, probes_xtxu_weight)), shared_probe_proj_col2_weight)
              return torch.cat([one, two, three, four], -1)
            def thin_view(self, f: Tensor, inner: Tensor, q: Tensor, projection: Tensor) -> Tensor:
              count = f.size(-1) * q.size(-1)
              mean = torch.sum(torch.sum(f, [-1]) * torch.sum(q, [-1]), [-1]) / count
              squares = torch.sum(q * torch.matmul(inner, q), [-2, -1])
              spread = torch.sqrt(torch.clamp_min((squares - count * mean * mean) / (count - 1), 1e-30))
              z = torch.matmul(self.transposed(q), self.shared(f, self.transposed(projection)))
              z = z - mean[..., None, None] * self.beside(torch.sum(projection, [-1]))
              return torch.flatten(torch.relu(z / (spread[..., None, None] + 1e-8)), -2)
            def thin_views(self, c: List[Tensor], a: Tensor, b: Tensor) -> Tensor:
              {named}
              aa = torch.matmul(a, self.transposed(a))
              bb = torch.matmul(b, self.transposed(b))
              one = self.thin_view(a, aa, self.shared(b, probes_xu_weight), shared_probe_proj_row_weight)
              two = self.thin_view(a, aa, torch.matmul(bb, self.shared(a, probes_xxtu_weight)), \
            shared_probe_proj_row2_weight)
              three = self.thin_view(b, bb, self.shared(a, probes_xtu_weight), shared_probe_proj_col_weight)
              four = self.thin_view(b, bb, torch.matmul(aa, self.shared(b, probes_xtxu_weight)), \
            shared_probe_proj_col2_weight)
              return torch.cat([one, two, three, four], -1)
            def {represent}(self, c: List[Tensor], a: Tensor, b: Tensor) -> Tensor:
              {named}
              if torch.numel(b) == 0:
                e = self.views(c, a)
              else:
                e = self.thin_views(c, a.type_as(probes_xu_weight), b.type_as(probes_xu_weight))
              if a.dtype == e.dtype:
                e = self.linear(e, concat_all4_encoder_weight, concat_all4_encoder_bias)
              else:
                e = {encoded}
              return e
            """;

    private static final String SCRIPT = """
            def shared(self, x: Tensor, w: Tensor) -> Tensor:
              return torch.matmul(x, w)
            def product(self, x: Tensor, w: Tensor) -> Tensor:
              return torch.matmul(x, w.type_as(x)).type_as(w)
            def each(self, x: Tensor, y: Tensor) -> Tensor:
              return self.product(x, y)
            def beside(self, sums: Tensor) -> Tensor:
              return sums
            """
            + VIEWS.replace("{represent}", "represent_of")
                    .replace(
                            "{encoded}",
                            "self.product(e.type_as(a), torch.t(concat_all4_encoder_weight)) + concat_all4_encoder_bias");

    private static final String STACK_SCRIPT = """
            def each(self, x: Tensor, y: Tensor) -> Tensor:
              return torch.matmul(x, y.type_as(x)).type_as(y)
            def beside(self, sums: Tensor) -> Tensor:
              return sums[:, None, None, :]
            """
            + VIEWS.replace("{represent}", "represent")
                    .replace(
                            "{encoded}",
                            "torch.bmm(e.type_as(a), self.transposed(concat_all4_encoder_weight).type_as(a)).type_as(e)"
                                    + " + torch.unsqueeze(concat_all4_encoder_bias, 1)");
}
