package org.modeljungle.metanetwork;

import java.util.Map;
import java.util.Set;
import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Precision;

/**
 * ProbeX (arXiv 2410.13569, section 4), a network that reads one weight matrix {@code X [rows, cols]}: it sends learned
 * probes {@code u_l} through the matrix and encodes each response, {@code e = sum_l M_l relu(V' X u_l)}; a head reads
 * the representation {@code e}. Whether deeper encoders generalise is an open question of the paper: V and M may have
 * further layers here.
 *
 * <p>A low-rank matrix {@code X = B A} is never multiplied out: {@code V' X U = (V' B)(A U)}. Parameters are one row
 * ({@link #layout()}), named as in the public reference code's state dictionary.
 */
public final class ProbeX extends Metanetwork {

    /**
     * The sizes.
     *
     * @param probes number of learned probes, {@code r_U} in the paper
     * @param projections into how many numbers a probe's response is projected, {@code r_V} in the paper
     * @param representation length of the representation {@code e}, {@code r_T} in the paper
     * @param relu whether responses pass through a ReLU; without it the network is linear in the weights
     * @param projectionLayers layers of V: 1 as published, each further one {@code [r_V, r_V]} behind a ReLU
     * @param encoderLayers layers of M: 1 as published, each further one {@code [r_T, r_T]} behind a ReLU
     */
    public record Settings(
            int probes, int projections, int representation, boolean relu, int projectionLayers, int encoderLayers)
            implements Metanetwork.Architecture {

        /** As published for classification. */
        public static final Settings CLASSIFICATION = new Settings(128, 128, 128, true);

        /** As published for alignment with text. */
        public static final Settings ALIGNMENT = new Settings(128, 128, 512, true);

        /**
         * 22 times fewer parameters than the dense expert for 100 labels of a matrix [64, 256], as the published sizes
         * have for [768, 768].
         */
        public static final Settings NARROW = new Settings(24, 24, 96, true);

        public Settings {
            Check.that(
                    probes > 0 && projections > 0 && representation > 0,
                    "ProbeX: expected probes, projections and representation of 1 or more, found %d, %d, %d",
                    probes,
                    projections,
                    representation);
            Check.that(
                    projectionLayers > 0 && encoderLayers > 0,
                    "ProbeX: expected 1 layer or more of projections and of encoders, found %d, %d",
                    projectionLayers,
                    encoderLayers);
        }

        /** As deep as published: one layer of projections and one of encoders. */
        public Settings(int probes, int projections, int representation, boolean relu) {
            this(probes, projections, representation, relu, 1, 1);
        }

        /** The same with another number of probes. */
        public Settings withProbes(int other) {
            return new Settings(other, projections, representation, relu, projectionLayers, encoderLayers);
        }

        /** The same with another number of projections. */
        public Settings withProjections(int other) {
            return new Settings(probes, other, representation, relu, projectionLayers, encoderLayers);
        }

        /** The same with a representation of another length. */
        public Settings withRepresentation(int other) {
            return new Settings(probes, projections, other, relu, projectionLayers, encoderLayers);
        }

        /** The same with other numbers of layers. */
        public Settings withLayers(int ofProjections, int ofEncoders) {
            return new Settings(probes, projections, representation, relu, ofProjections, ofEncoders);
        }

        /** The same with or without the ReLUs. */
        public Settings withRelu(boolean other) {
            return new Settings(probes, projections, representation, other, projectionLayers, encoderLayers);
        }

        @Override
        public String name() {
            return relu ? "probex" : "probex-linear";
        }

        @Override
        public ProbeX of(int rows, int cols, Head head) {
            return new ProbeX(this, rows, cols, head);
        }
    }

    static final String NAME = "ProbeX";

    /** The tensor that tells a file of it from others. */
    static final String PROBES = "probes.weight";

    /**
     * In a file of a network without ReLUs, so that the public code, which has no such networks, refuses to open it.
     */
    private static final String WITHOUT_RELU = "without_relu";

    private static final String PROJECTIONS = "shared_probe_proj.weight";
    private static final String ENCODERS = "per_probe_encoders.weight";
    private static final String RELU = "relu";

    /** Numbers of a matrix so large that copying a batch of them costs more than many small products. */
    private static final int LARGE = 1 << 17;

    private final Settings settings;

    /** A network for matrices {@code [rows, cols]}. */
    public ProbeX(Settings settings, int rows, int cols, Head head) {
        super(
                NAME,
                rows,
                cols,
                encoder(settings, rows, cols),
                settings.representation,
                head,
                script(settings, rows, cols),
                stackScript(settings));
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
        long probing = 2L * rows() * cols() * settings.probes;
        long projecting = 2L * rows() * settings.probes * settings.projections;
        long encoding = 2L * settings.probes * settings.projections * settings.representation;
        long deeper = (settings.projectionLayers - 1) * 2L * settings.probes * square(settings.projections)
                + (settings.encoderLayers - 1) * 2L * square(settings.representation);
        return probing + projecting + encoding + deeper + head().flops(settings.representation);
    }

    /**
     * The parameters before the head's: {@code probes.weight // U [cols, r_U]},
     * {@code shared_probe_proj.weight // V' [r_V, rows]}, {@code per_probe_encoders // M [r_T, r_U r_V]}, each followed
     * by its deeper layers. A layer whose weight is U has {@code r_U} inputs: U starts uniform within
     * {@code 1 / sqrt(r_U)}.
     */
    private static ParameterLayout encoder(Settings s, int rows, int cols) {
        Check.that(rows > 0 && cols > 0, "ProbeX: expected matrices of 1 or more numbers, found [%d, %d]", rows, cols);
        int responses = Math.multiplyExact(s.probes, s.projections);
        ParameterLayout layout = new ParameterLayout()
                .add(PROBES, fanIn(s.probes), cols, s.probes)
                .add(PROJECTIONS, fanIn(rows), s.projections, rows);
        for (int layer = 2; layer <= s.projectionLayers; layer++) {
            layout.add(projection(layer), fanIn(s.projections), s.projections, s.projections);
        }
        layout.add(ENCODERS, fanIn(responses), s.representation, responses)
                .add("per_probe_encoders.bias", fanIn(responses), s.representation);
        for (int layer = 2; layer <= s.encoderLayers; layer++) {
            layout.add(encoder(layer) + ".weight", fanIn(s.representation), s.representation, s.representation)
                    .add(encoder(layer) + ".bias", fanIn(s.representation), s.representation);
        }
        return layout;
    }

    /** A network of the sizes and with the head of a file. */
    static ProbeX of(MetanetworkShapes file) {
        int[] probes = file.matrix(PROBES); // [cols, r_U]
        int[] projections = file.matrix(PROJECTIONS); // [r_V, rows]
        int[] encoders = file.matrix(ENCODERS); // [r_T, r_U r_V]
        boolean relu = Boolean.parseBoolean(file.metadata(RELU, Boolean.toString(!file.has(WITHOUT_RELU))));
        int projectionLayers = file.count(ProbeX::projection);
        int encoderLayers = file.count(layer -> encoder(layer) + ".weight");
        Head head = file.head();
        return file.make(() -> new ProbeX(
                new Settings(probes[1], projections[0], encoders[0], relu, projectionLayers, encoderLayers),
                projections[1],
                probes[0],
                head));
    }

    @Override
    Set<String> markers() {
        return settings.relu ? Set.of() : Set.of(WITHOUT_RELU);
    }

    @Override
    Map<String, String> metadata() {
        return Map.of(RELU, Boolean.toString(settings.relu));
    }

    private static String projection(int layer) {
        return "shared_probe_proj_" + layer + ".weight";
    }

    private static String encoder(int layer) {
        return "per_probe_encoders_" + layer;
    }

    private static long square(int length) {
        return (long) length * length;
    }

    private static String script(Settings s, int rows, int cols) {
        return deepened(SCRIPT, s, "torch.matmul({activation}(y), torch.t(%s))")
                .replace("{respond_some}", (long) rows * cols < LARGE ? TOGETHER : ONE_BY_ONE);
    }

    private static String stackScript(Settings s) {
        return deepened(STACK_SCRIPT, s, "self.shared({activation}(y), torch.transpose(%s, 1, 2))");
    }

    /** With the lines of the deeper layers; {@code projection} is what a deeper projection makes of y. */
    private static String deepened(String script, Settings s, String projection) {
        StringBuilder projections = new StringBuilder();
        for (int layer = 2; layer <= s.projectionLayers; layer++) {
            String weight = projection(layer).replace('.', '_');
            projections.append("\n  y = ").append(projection.formatted(weight));
        }
        StringBuilder encoders = new StringBuilder();
        for (int layer = 2; layer <= s.encoderLayers; layer++) {
            encoders.append("\n  e = self.linear({activation}(e), %1$s_weight, %1$s_bias)".formatted(encoder(layer)));
        }
        return script.replace("{projections}", projections)
                .replace("{encoders}", encoders)
                .replace("{activation}", s.relu ? "torch.relu" : "");
    }

    // a and b as in the utilities of all metanetworks; y: the responses V' X U, transposed // [N, r_U, r_V]
    private static final String SCRIPT = """
            def answers(self, x: Tensor, u: Tensor) -> Tensor:
              return torch.matmul(x, u.type_as(x)).type_as(u)
            def respond(self, a: Tensor, b: Tensor, u: Tensor, v: Tensor) -> Tensor:
              if torch.numel(b) == 0:
                y = torch.matmul(torch.transpose(self.answers(a, u), 1, 2), torch.t(v))
              else:
                y = torch.matmul(torch.transpose(torch.matmul(b, u), 1, 2), torch.matmul(a, torch.t(v)))
              return y
            {respond_some}
            def encode(self, c: List[Tensor], y: Tensor) -> Tensor:
              {named}{projections}
              e = self.linear(torch.flatten({activation}(y), 1), per_probe_encoders_weight, \
            per_probe_encoders_bias){encoders}
              return e
            def represent_of(self, c: List[Tensor], a: Tensor, b: Tensor) -> Tensor:
              {named}
              return self.encode(c, self.respond(a, b, probes_weight, shared_probe_proj_weight))
            def represent_some(self, c: List[Tensor], a: Tensor, b: Tensor, index: Tensor) -> Tensor:
              {named}
              return self.encode(c, self.respond_some(a, b, index, probes_weight, shared_probe_proj_weight))
            """;

    // of a stack; y: the responses V' X U, transposed // [S, N, r_U, r_V]
    private static final String STACK_SCRIPT = """
            def represent(self, c: List[Tensor], a: Tensor, b: Tensor) -> Tensor:
              {named}
              v = torch.transpose(shared_probe_proj_weight, 1, 2)
              if torch.numel(b) == 0:
                y = self.shared(torch.transpose(self.product(a, probes_weight), 2, 3), v)
              else:
                y = torch.matmul(torch.transpose(self.shared(b, probes_weight), 2, 3), self.shared(a, v)){projections}
              e = self.linear(torch.flatten({activation}(y), 2), per_probe_encoders_weight, \
            per_probe_encoders_bias){encoders}
              return e
            """;

    private static final String TOGETHER = """
            def respond_some(self, a: Tensor, b: Tensor, index: Tensor, u: Tensor, v: Tensor) -> Tensor:
              return self.respond(self.pick(a, index), self.pick(b, index), u, v)
            """;

    // on a GPU each model would be a wait; U is cast for every model, so that its gradients are summed in single
    // precision
    private static final String ONE_BY_ONE = """
            def respond_some(self, a: Tensor, b: Tensor, index: Tensor, u: Tensor, v: Tensor) -> Tensor:
              if a.is_cuda or torch.numel(b) > 0:
                y = self.respond(self.pick(a, index), self.pick(b, index), u, v)
              else:
                ys = annotate(List[Tensor], [])
                for i in range(index.size(0)):
                  x = torch.select(a, 0, int(index[i]))
                  ys.append(torch.mm(torch.t(self.answers(x, u)), torch.t(v)))
                y = torch.stack(ys)
              return y
            """;
}
