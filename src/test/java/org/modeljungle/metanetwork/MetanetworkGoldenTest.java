package org.modeljungle.metanetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.modeljungle.Golden.assertClose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.Golden;
import org.modeljungle.Progress;
import org.modeljungle.layers.BankTensors;
import org.modeljungle.layers.Dense;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/** Against independent PyTorch networks, trained by torch's own Adam: {@code src/test/golden/metanetworks.py}. */
class MetanetworkGoldenTest {

    private static final JsonNode GOLDEN = Golden.read("metanetworks");
    private static final int MODELS = size("models");

    private final Dense matrices = new Dense(MODELS, size("rows"), size("cols"), Golden.floats(GOLDEN.get("matrices")));
    private final Targets targets = new Targets.Labels(rows(Golden.floats(GOLDEN.get("wanted")), MODELS));

    @ParameterizedTest
    @ValueSource(strings = {"probex", "probex-linear", "mvprobe", "dense", "probex-deep"})
    void outputsAndGradientsEqualPyTorch(String name) {
        JsonNode golden = GOLDEN.get("cases").get(name);
        Metanetwork net = network(name);
        float[] start = net.layout().join(Golden.table(golden.get("parameters")));
        assertClose(
                "representations",
                flat(net.representations(start, matrices)),
                Golden.floats(golden.get("representations")),
                1e-4);
        assertClose("logits", flat(net.outputs(start, matrices)), Golden.floats(golden.get("logits")), 1e-4);
        try (NDManager scope = Torch.scope()) {
            BankTensors bank = BankTensors.of(scope, matrices);
            NDArray all = everyModel(scope);
            Gradient found = Gradient.of(
                    scope,
                    Torch.tensor(scope, start, new Shape(1, start.length)),
                    leaf -> net.loss(scope, leaf, bank, all, targets.on(scope)));
            assertClose("loss", Torch.floats(found.loss()), Golden.floats(golden.get("loss")), 1e-4);
            eachClose(net.layout(), Torch.floats(found.gradient()), golden.get("gradients"), 1e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"probex", "probex-linear", "mvprobe", "dense", "probex-deep"})
    void fiftyStepsEndWherePyTorchDoes(String name) {
        JsonNode golden = GOLDEN.get("cases").get(name);
        Metanetwork net = network(name);
        float[] start = net.layout().join(Golden.table(golden.get("parameters")));
        int steps = size("steps");
        try (NDManager scope = Torch.scope();
                Progress progress = Progress.of("golden training", steps)) {
            BankTensors bank = BankTensors.of(scope, matrices);
            NDArray all = everyModel(scope);
            Targets.OnDevice wanted = targets.on(scope);
            NDArray row = Torch.tensor(scope, start, new Shape(1, start.length));
            new Fit(
                            row,
                            Fit.Settings.of(steps, GOLDEN.get("rate").doubleValue())
                                    .withWeightDecay(GOLDEN.get("decay").doubleValue()))
                    .run(steps, progress, (inner, leaf, step, shard) -> net.loss(inner, leaf, bank, all, wanted));
            assertThat(Torch.floats(row)).isNotEqualTo(start);
            eachClose(net.layout(), Torch.floats(row), golden.get("trained"), 1e-3);
        }
    }

    private static void eachClose(ParameterLayout layout, float[] row, JsonNode expected, double tolerance) {
        Golden.table(expected).forEach((name, values) -> assertClose(name, layout.slice(row, name), values, tolerance));
        assertThat(expected.size()).isEqualTo(layout.parameters().size());
    }

    private static Metanetwork network(String name) {
        int rows = size("rows");
        int cols = size("cols");
        Head head = new Head.Labels(size("labels"));
        return switch (name) {
            case "dense" ->
                new DenseNetwork(DenseNetwork.Settings.CLASSIFICATION, rows, cols, new Head.Labels(size("labels")));
            case "mvprobe" ->
                new MvProbe(
                        new MvProbe.Settings(size("probes"), size("projections"), size("representation")),
                        rows,
                        cols,
                        head);
            default -> {
                ProbeX.Settings settings = new ProbeX.Settings(
                        size("probes"), size("projections"), size("representation"), !name.equals("probex-linear"));
                int layers = name.equals("probex-deep") ? 2 : 1;
                yield new ProbeX(settings.withLayers(layers, layers), rows, cols, head);
            }
        };
    }

    private static NDArray everyModel(NDManager scope) {
        return Tensors.indices(scope, IntStream.range(0, MODELS).toArray());
    }

    private static int size(String name) {
        return GOLDEN.get(name).intValue();
    }

    private static float[][] rows(float[] flat, int count) {
        int width = flat.length / count;
        float[][] rows = new float[count][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }
}
