package org.modeljungle.metanetwork;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.modeljungle.Check;
import org.modeljungle.LongStep;
import org.modeljungle.layers.BankTensors;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Precision;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * A network that takes another network's weights as input: one matrix {@code X [rows, cols]} of one layer. It brings
 * the matrix to a representation, and a {@link Head} reads that.
 *
 * <p>Parameters are one row ({@link #layout()}), initialised like torch's linear layers.
 */
public abstract sealed class Metanetwork permits ProbeX, MvProbe, DenseNetwork {

    private static final int MOST_MODELS = 128; // read at once
    private static final long MOST_NUMBERS = 1L << 29; // 2 GiB: 128 matrices of 1,024 x 4,096

    /** The kind and sizes of a network, before it is known which matrices it reads. */
    public sealed interface Architecture permits ProbeX.Settings, MvProbe.Settings, DenseNetwork.Settings {
        /** A network for matrices {@code [rows, cols]} whose representation this head reads. */
        Metanetwork of(int rows, int cols, Head head);

        /** What it is called in tables: {@code probex-linear}. */
        String name();
    }

    private final String name;
    private final int rows;
    private final int cols;
    private final int representation;
    private final Head head;
    private final ParameterLayout layout;
    private final Script script;
    private final Script stackScript; // of several networks at once

    /**
     * A network, compiled at its first use: opening a file starts no engine.
     *
     * @param name for messages
     * @param encoder the parameters that come before the head's
     * @param representation length of the representation
     * @param represent TorchScript with a method {@code represent_of(self, c, a, b)} that returns the representations
     *     [N, length], and {@code represent_some(self, c, a, b, index)} that returns those of some models; {@code c} is
     *     the list of the parameters, {@code {named}} stands for the lines that name them
     * @param representStack TorchScript with a method {@code represent(self, c, a, b)} for a stack of networks, each
     *     with models of its own: [stack, N, length]
     */
    Metanetwork(
            String name,
            int rows,
            int cols,
            ParameterLayout encoder,
            int representation,
            Head head,
            String represent,
            String representStack) {
        this.name = name;
        this.rows = rows;
        this.cols = cols;
        this.representation = representation;
        this.head = head;
        this.layout = encoder;
        head.addTo(layout, representation);
        String text = UTILITIES + represent + head.script();
        this.script = Script.lazy(
                name,
                text.replace("{named}", layout.named("c", true).indent(2).strip())
                        .replace("{sizes}", layout.sizes()));
        String stack = STACK_UTILITIES + representStack + head.stackScript();
        this.stackScript = Script.lazy(
                name + " in a stack",
                stack.replace("{named}", layout.named("c", false).indent(2).strip())
                        .replace("{sizes}", layout.sizes()));
    }

    /** What it is called in messages and tables. */
    public String name() {
        return name;
    }

    /** Its kind and sizes. */
    public abstract Architecture settings();

    /** The number of rows of the matrices it reads. */
    public int rows() {
        return rows;
    }

    /** The number of columns of the matrices it reads. */
    public int cols() {
        return cols;
    }

    /** The length of the representation, {@code r_T} in the ProbeX paper. */
    public int representation() {
        return representation;
    }

    /** What reads the representation. */
    public Head head() {
        return head;
    }

    /** The parameters: the encoder's, then the head's. */
    public ParameterLayout layout() {
        return layout;
    }

    /** What a file says of it besides its parameters: what their shapes do not tell. */
    abstract Map<String, String> metadata();

    /** Names of empty tensors in its file, so that code that does not know them refuses it. */
    Set<String> markers() {
        return Set.of();
    }

    /** Whether it can be trained on matrices of this precision. */
    boolean trainsIn(Precision precision) {
        return precision == Precision.FP32;
    }

    /**
     * How many numbers a training step holds for each model, about.
     *
     * @param numbersEach of a model's matrix, or of its factors
     */
    long held(long numbersEach) {
        return 2 * numbersEach + 8L * layout.size() / representation; // the encoder has most of the parameters
    }

    /** How many floating-point operations one matrix takes to be read; a multiplication and an addition are two. */
    public abstract long flops();

    /**
     * The representations of models.
     *
     * @param parameters one row
     * @return e // [models, representation]
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public float[][] representations(float[] parameters, Matrices models) {
        return eachChunk("represent", parameters, models);
    }

    /**
     * What the head says of models: logits, scores or numbers; needs any head but {@link Head.Text}.
     *
     * @param parameters one row
     * @return [models, outputs]
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public float[][] outputs(float[] parameters, Matrices models) {
        Check.that(head instanceof Head.Linear, "%s: expected a head for labels or numbers, found %s", name, head);
        return eachChunk("outputs", parameters, models);
    }

    /**
     * Texts in the space of the representations; needs {@link Head.Text}.
     *
     * @param parameters one row
     * @param texts [texts, width]
     * @return rows of length 1 // [texts, representation]
     */
    public float[][] texts(float[] parameters, float[][] texts) {
        Check.that(head instanceof Head.Text, "%s: expected a head for texts, found %s", name, head);
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
     * @param targets the targets of all models
     * @return a scalar: for several labels the binary cross-entropy, for one label the cross-entropy, for numbers the
     *     mean squared error, for texts the cross-entropy over all texts
     */
    NDArray loss(NDManager scope, NDArray parameters, BankTensors bank, NDArray batch, Targets.OnDevice targets) {
        return script.forward(
                scope, parameters, bank.matrices(), bank.down(), batch, targets.labels(), targets.texts());
    }

    /**
     * The losses of a stack of networks like this one, each of a batch of its own, differentiable in
     * {@code parameters}.
     *
     * @param parameters [stack, size]
     * @param bank the models of all
     * @param places where the models of the batches are in the bank, one batch after the other // [stack * batch]
     * @param targets of all models of each network: labels one network after the other, texts [stack, texts, width]
     * @param labels where the batches' labels are there // [stack * batch]
     * @return as {@link #loss}, of each network // [stack]
     */
    NDArray stackLoss(
            NDManager scope,
            NDArray parameters,
            BankTensors bank,
            NDArray places,
            Targets.OnDevice targets,
            NDArray labels) {
        return stackScript.forward(
                scope, parameters, bank.matrices(), bank.down(), places, labels, targets.labels(), targets.texts());
    }

    void checkMatrices(Matrices models) {
        Check.that(
                models.rows() == rows && models.cols() == cols,
                "%s: expected matrices [%d, %d], found [%d, %d]; one network reads one layer",
                name,
                rows,
                cols,
                models.rows(),
                models.cols());
    }

    private float[][] eachChunk(String method, float[] parameters, Matrices models) {
        checkMatrices(models);
        float[][] all = new float[models.models()][];
        try (NDManager scope = Torch.scope()) {
            NDArray row = row(scope, parameters);
            int chunk = chunk(models.numbersEach());
            for (int from = 0; from < all.length; from += chunk) {
                LongStep.checkStopped("reading models by " + name);
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

    /** How many models are read at once, by how many numbers each has: large ones would not fit into memory. */
    static int chunk(long numbersEach) {
        return (int) Math.max(1, Math.min(MOST_MODELS, MOST_NUMBERS / numbersEach));
    }

    private NDArray row(NDManager scope, float[] parameters) {
        Check.that(
                parameters.length == layout.size(),
                "%s: expected %d parameters, found %d",
                name,
                layout.size(),
                parameters.length);
        return Torch.tensor(scope, parameters, new Shape(1, layout.size()));
    }

    @Override
    public String toString() {
        return "%s [%d, %d] of %s with %s".formatted(name, rows, cols, settings(), head);
    }

    /** The initialisation of torch's linear layers. */
    static ParameterLayout.Initialiser fanIn(int inputs) {
        return new ParameterLayout.Initialiser.Uniform(1 / StrictMath.sqrt(inputs));
    }

    // N models; a: X [N, rows, cols] and b empty, or B' [N, rank, rows] and A [N, rank, cols]
    // p is cut once a step: every cut joins a gradient of p's length
    private static final String UTILITIES = """
            def cut(self, p: Tensor) -> List[Tensor]:
              return torch.split_with_sizes(p, [{sizes}], 1)
            def represent(self, p: Tensor, a: Tensor, b: Tensor) -> Tensor:
              return self.represent_of(self.cut(p), a, b)
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
            """;

    // S networks with N models each; a: X [S, N, rows, cols] and b empty, or B' [S, N, rank, rows] and
    // A [S, N, rank, cols]; w: one matrix of each network [S, k, n]
    private static final String STACK_UTILITIES = """
            def shared(self, x: Tensor, w: Tensor) -> Tensor:
              y = torch.bmm(torch.flatten(x, 1, 2), w)
              return y.reshape([x.size(0), x.size(1), x.size(2), w.size(2)])
            def product(self, x: Tensor, w: Tensor) -> Tensor:
              return self.shared(x, w.type_as(x)).type_as(w)
            def linear(self, x: Tensor, w: Tensor, c: Tensor) -> Tensor:
              return torch.baddbmm(torch.unsqueeze(c, 1), x, torch.transpose(w, 1, 2))
            def unit(self, x: Tensor) -> Tensor:
              return x / torch.clamp_min(torch.norm(x, 2, [2], True), 1e-12)
            def pick(self, x: Tensor, places: Tensor, stack: int) -> Tensor:
              if torch.numel(x) == 0:
                y = x
              else:
                y = torch.index_select(x, 0, places).reshape([stack, -1, x.size(1), x.size(2)])
              return y
            def read(self, p: Tensor, a: Tensor, b: Tensor, places: Tensor) -> Tuple[List[Tensor], Tensor]:
              c = torch.split_with_sizes(p, [{sizes}], 1)
              stack = p.size(0)
              return c, self.represent(c, self.pick(a, places, stack), self.pick(b, places, stack))
            """;

    /** {@code represent_some} of a network that reads all of a batch at once. */
    static final String REPRESENT_SOME = """
            def represent_some(self, c: List[Tensor], a: Tensor, b: Tensor, index: Tensor) -> Tensor:
              return self.represent_of(c, self.pick(a, index), self.pick(b, index))
            """;
}
