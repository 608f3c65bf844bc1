package org.modeljungle.metanetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.modeljungle.Golden;
import org.modeljungle.layers.BankTensors;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/** Against an independent PyTorch network: {@code src/test/golden/probex.py}. */
class ProbeXGoldenTest {

    private final JsonNode golden = Golden.read("probex");

    @TestFactory
    Iterable<DynamicTest> outputsAndGradientsEqualPyTorch() {
        return StreamSupport.stream(golden.get("cases").spliterator(), false)
                .map(one -> DynamicTest.dynamicTest(one.get("name").asText(), () -> check(one)))
                .toList();
    }

    private void check(JsonNode one) {
        boolean labels = one.get("name").asText().contains("Classifier");
        float[][] words = rows("texts", 4);
        Head head = labels
                ? new Head.Labels(3)
                : new Head.Text(words[0].length, golden.get("scale").asDouble());
        ProbeX.Settings settings = new ProbeX.Settings(
                size("probes"),
                size("projections"),
                size("representation"),
                one.get("relu").asBoolean());
        ProbeX net = new ProbeX(settings, size("rows"), size("cols"), head);
        float[] row = net.layout().join(Golden.table(one.get("parameters")));
        Matrices bank = one.get("name").asText().startsWith("dense") ? dense() : factored();

        Golden.assertClose(
                "representations",
                flat(net.representations(row, bank)),
                Golden.floats(one.get("representations")),
                1e-4);
        Golden.assertClose(
                "outputs",
                flat(labels ? net.outputs(row, bank) : net.texts(row, words)),
                Golden.floats(one.get("outputs")),
                1e-4);
        Targets targets =
                labels ? new Targets.Labels(rows("labels", size("models"))) : new Targets.Texts(ints("textOf"), words);
        try (NDManager scope = Torch.scope()) {
            NDArray parameters = scope.create(row, new Shape(1, row.length));
            NDArray batch = Tensors.indices(scope, ints("batch"));
            BankTensors tensors = BankTensors.of(scope, bank);
            Targets.OnDevice wanted = targets.on(scope);
            Gradient gradient = Gradient.of(scope, parameters, leaf -> net.loss(scope, leaf, tensors, batch, wanted));
            assertThat(gradient.loss().getFloat())
                    .isEqualTo((float) one.get("loss").asDouble(), within(1e-4f));
            float[] slopes = Torch.floats(gradient.gradient());
            Golden.table(one.get("gradients")).forEach((name, expected) -> {
                Golden.assertClose(name, net.layout().slice(slopes, name), expected, 1e-4);
                assertThat(expected).as(name).isNotEqualTo(new float[expected.length]);
            });
        }
    }

    private Matrices dense() {
        return new Dense(size("models"), size("rows"), size("cols"), Golden.floats(golden.get("dense")));
    }

    private Matrices factored() {
        return new LowRank(
                size("models"),
                size("rows"),
                size("cols"),
                size("rank"),
                Golden.floats(golden.get("up")),
                Golden.floats(golden.get("down")));
    }

    private int size(String name) {
        return golden.get(name).asInt();
    }

    private int[] ints(String name) {
        return StreamSupport.stream(golden.get(name).spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    private float[][] rows(String name, int count) {
        float[] flat = Golden.floats(golden.get(name));
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
