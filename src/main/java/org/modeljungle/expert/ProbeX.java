package org.modeljungle.expert;

import org.modeljungle.Check;
import org.modeljungle.nets.ParameterLayout;

/**
 * ProbeX (arXiv 2410.13569, section 4), a network that reads one weight matrix {@code X [rows, cols]}: it sends learned
 * probes {@code u_l} through the matrix and encodes each response, {@code e = sum_l M_l relu(V' X u_l)}; a head reads the
 * representation {@code e}.
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
     * @param relu whether responses pass a ReLU; without, the network is linear in the weights
     */
    public record Settings(int probes, int projections, int representation, boolean relu) {

        /** As published for classification. */
        public static final Settings CLASSIFICATION = new Settings(128, 128, 128, true);

        /** As published for alignment with text. */
        public static final Settings ALIGNMENT = new Settings(128, 128, 512, true);

        public Settings {
            Check.that(
                    probes > 0 && projections > 0 && representation > 0,
                    "ProbeX: expected probes, projections and representation of 1 or more, found %d, %d, %d",
                    probes,
                    projections,
                    representation);
        }
    }

    private final Settings settings;

    /** Compiles a network for matrices {@code [rows, cols]}. */
    public ProbeX(Settings settings, int rows, int cols, Head head) {
        super(
                "ProbeX",
                rows,
                cols,
                encoder(settings, rows, cols),
                settings.representation,
                head,
                SCRIPT.replace("{activation}", settings.relu ? "torch.relu" : ""));
        this.settings = settings;
    }

    /** The sizes. */
    public Settings settings() {
        return settings;
    }

    @Override
    public long flops() {
        long probing = 2L * rows() * cols() * settings.probes;
        long projecting = 2L * rows() * settings.probes * settings.projections;
        long encoding = 2L * settings.probes * settings.projections * settings.representation;
        return probing + projecting + encoding + head().flops(settings.representation);
    }

    /**
     * The parameters before the head's: {@code probes.weight // U [cols, r_U]}, {@code shared_probe_proj.weight // V'
     * [r_V, rows]}, {@code per_probe_encoders // M [r_T, r_U r_V]}. A layer whose weight is U has {@code r_U} inputs: U
     * starts uniform within {@code 1 / sqrt(r_U)}.
     */
    private static ParameterLayout encoder(Settings s, int rows, int cols) {
        Check.that(rows > 0 && cols > 0, "ProbeX: expected matrices of 1 or more numbers, found [%d, %d]", rows, cols);
        int responses = Math.multiplyExact(s.probes, s.projections);
        return new ParameterLayout()
                .add("probes.weight", fanIn(s.probes), cols, s.probes)
                .add("shared_probe_proj.weight", fanIn(rows), s.projections, rows)
                .add("per_probe_encoders.weight", fanIn(responses), s.representation, responses)
                .add("per_probe_encoders.bias", fanIn(responses), s.representation);
    }

    // a and b as in the utilities of all metanetworks
    private static final String SCRIPT = """
            def responses(self, a: Tensor, b: Tensor, u: Tensor, v: Tensor) -> Tensor:
              if torch.numel(b) == 0:
                y = torch.matmul(torch.transpose(torch.matmul(a, u), 1, 2), torch.t(v))
              else:
                y = torch.matmul(torch.transpose(torch.matmul(b, u), 1, 2), torch.matmul(a, torch.t(v)))
              return torch.flatten({activation}(y), 1)
            def represent(self, p: Tensor, a: Tensor, b: Tensor) -> Tensor:
              {unpack}
              y = self.responses(a, b, probes_weight, shared_probe_proj_weight)
              return self.linear(y, per_probe_encoders_weight, per_probe_encoders_bias)
            """;
}
