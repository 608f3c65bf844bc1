package org.modeljungle.expert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.modeljungle.Check;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

/**
 * ProbeX (arXiv 2410.13569, section 4), a network that reads one weight matrix {@code X [rows, cols]}: it sends learned
 * probes {@code u_l} through the matrix and encodes each response, {@code e = sum_l M_l relu(V' X u_l)}; a head reads the
 * representation {@code e}.
 *
 * <p>A low-rank matrix {@code X = B A} is never multiplied out: {@code V' X U = (V' B)(A U)}. Parameters are one row
 * ({@link #layout()}), named as in the public reference code's state dictionary.
 */
public final class ProbeX {

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
    private final int rows;
    private final int cols;
    private final ProbeXHead head;
    private final ParameterLayout layout;
    private final Script script;

    /** Compiles a network for matrices {@code [rows, cols]}. */
    public ProbeX(Settings settings, int rows, int cols, ProbeXHead head) {
        Check.that(rows > 0 && cols > 0, "ProbeX: expected matrices of 1 or more numbers, found [%d, %d]", rows, cols);
        this.settings = settings;
        this.rows = rows;
        this.cols = cols;
        this.head = head;
        this.layout = layout(settings, rows, cols, head);
        this.script = Script.compile("ProbeX", text());
    }

    /** The sizes. */
    public Settings settings() {
        return settings;
    }

    /** What reads the representation. */
    public ProbeXHead head() {
        return head;
    }

    /** The number of rows of the matrices it reads. */
    public int rows() {
        return rows;
    }

    /** The number of columns of the matrices it reads. */
    public int cols() {
        return cols;
    }

    /**
     * The parameters: {@code probes.weight // U [cols, r_U]}, {@code shared_probe_proj.weight // V' [r_V, rows]},
     * {@code per_probe_encoders // M [r_T, r_U r_V]} and the head, all started like torch's linear layers (a layer whose
     * weight is U has {@code r_U} inputs: U starts uniform within {@code 1 / sqrt(r_U)}).
     */
    public ParameterLayout layout() {
        return layout;
    }

    /**
     * The representations of models.
     *
     * @param parameters one row
     * @return e // [models, r_T]
     */
    public float[][] representations(float[] parameters, Matrices models) {
        return eachChunk("represent", parameters, models);
    }

    /**
     * The logits of models for each label; needs {@link ProbeXHead.Labels}.
     *
     * @param parameters one row
     * @return [models, labels]
     */
    public float[][] logits(float[] parameters, Matrices models) {
        Check.that(head instanceof ProbeXHead.Labels, "ProbeX: expected a head for labels, found %s", head);
        return eachChunk("logits", parameters, models);
    }

    /**
     * Texts in the space of the representations; needs {@link ProbeXHead.Text}.
     *
     * @param parameters one row
     * @param texts [texts, width]
     * @return rows of length 1 // [texts, r_T]
     */
    public float[][] texts(float[] parameters, float[][] texts) {
        Check.that(head instanceof ProbeXHead.Text, "ProbeX: expected a head for texts, found %s", head);
        try (NDManager scope = Torch.scope()) {
            return Tensors.rows(script.call(scope, "texts", row(scope, parameters), Tensors.of(scope, texts)));
        }
    }

    /**
     * The loss of a batch, differentiable in {@code parameters}.
     *
     * @param parameters [1, size]
     * @param bank all models
     * @param batch the models of this batch, whole numbers [batch]
     * @param targets what all models shall be read as
     * @return a scalar: for labels the binary cross-entropy, for texts the cross-entropy over all texts
     */
    NDArray loss(NDManager scope, NDArray parameters, BankTensors bank, NDArray batch, ProbeXTargets.Tensors targets) {
        return script.forward(
                scope, parameters, bank.matrices(), bank.down(), batch, targets.labels(), targets.texts());
    }

    void checkMatrices(Matrices models) {
        Check.that(
                models.rows() == rows && models.cols() == cols,
                "ProbeX: expected matrices [%d, %d], found [%d, %d]; one network reads one layer",
                rows,
                cols,
                models.rows(),
                models.cols());
    }

    private float[][] eachChunk(String method, float[] parameters, Matrices models) {
        checkMatrices(models);
        float[][] all = new float[models.models()][];
        int chunk = 128;
        try (NDManager scope = Torch.scope()) {
            NDArray row = row(scope, parameters);
            for (int from = 0; from < all.length; from += chunk) {
                int size = Math.min(chunk, all.length - from);
                int start = from;
                try (NDManager inner = Torch.scope()) {
                    int[] chosen = new int[size];
                    Arrays.setAll(chosen, i -> start + i);
                    BankTensors bank = BankTensors.of(inner, models.select(chosen));
                    NDArray part = script.call(inner, method, row, bank.matrices(), bank.down());
                    System.arraycopy(Tensors.rows(part), 0, all, from, size);
                }
            }
        }
        return all;
    }

    private NDArray row(NDManager scope, float[] parameters) {
        Check.that(
                parameters.length == layout.size(),
                "ProbeX: expected %d parameters, found %d",
                layout.size(),
                parameters.length);
        return Torch.tensor(scope, parameters, new Shape(1, layout.size()));
    }

    private static ParameterLayout layout(Settings s, int rows, int cols, ProbeXHead head) {
        int responses = Math.multiplyExact(s.probes, s.projections);
        ParameterLayout layout = new ParameterLayout()
                .add("probes.weight", fanIn(s.probes), cols, s.probes)
                .add("shared_probe_proj.weight", fanIn(rows), s.projections, rows)
                .add("per_probe_encoders.weight", fanIn(responses), s.representation, responses)
                .add("per_probe_encoders.bias", fanIn(responses), s.representation);
        head.addTo(layout, s.representation);
        return layout;
    }

    static ParameterLayout.Start fanIn(int inputs) {
        return new ParameterLayout.Start.Uniform(1 / StrictMath.sqrt(inputs));
    }

    private String text() {
        return (SCRIPT + head.script())
                .replace("{unpack}", layout.unpack("p", true).indent(2).strip())
                .replace("{activation}", settings.relu ? "torch.relu" : "");
    }

    // N models; a: X [N, rows, cols] and b empty, or B' [N, rank, rows] and A [N, rank, cols]
    private static final String SCRIPT = """
            def unit(self, x: Tensor) -> Tensor:
              return x / torch.clamp_min(torch.norm(x, 2, [1], True), 1e-12)
            def linear(self, x: Tensor, w: Tensor, c: Tensor) -> Tensor:
              return torch.addmm(c, x, torch.t(w))
            def pick(self, x: Tensor, index: Tensor) -> Tensor:
              if torch.numel(x) == 0:
                y = x
              else:
                y = torch.index_select(x, 0, index)
              return y
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
