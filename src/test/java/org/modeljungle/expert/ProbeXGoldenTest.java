package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Torch;

/** Against an independent PyTorch network: {@code bench/golden/probex.py}. */
class ProbeXGoldenTest {

    private final JsonNode golden = read();

    @TestFactory
    Iterable<DynamicTest> outputsAndGradientsEqualPyTorch() {
        return StreamSupport.stream(golden.get("cases").spliterator(), false)
                .map(one -> DynamicTest.dynamicTest(one.get("name").asText(), () -> check(one)))
                .toList();
    }

    private void check(JsonNode one) {
        boolean labels = one.get("name").asText().contains("Classifier");
        float[][] words = rows("texts", 4);
        ProbeXHead head = labels
                ? new ProbeXHead.Labels(3)
                : new ProbeXHead.Text(words[0].length, golden.get("scale").asDouble());
        ProbeX.Settings settings = new ProbeX.Settings(
                size("probes"),
                size("projections"),
                size("representation"),
                one.get("relu").asBoolean());
        ProbeX net = new ProbeX(settings, size("rows"), size("cols"), head);
        float[] row = net.layout().join(values(one.get("parameters"), net.layout()));
        Matrices bank = one.get("name").asText().startsWith("dense") ? dense() : factored();

        assertClose(flat(net.representations(row, bank)), floats(one.get("representations")));
        assertClose(flat(labels ? net.logits(row, bank) : net.texts(row, words)), floats(one.get("outputs")));
        ProbeXTargets targets = labels
                ? new ProbeXTargets.Labels(rows("labels", size("models")))
                : new ProbeXTargets.Texts(ints("textOf"), words);
        try (NDManager scope = Torch.scope()) {
            NDArray parameters = scope.create(row, new Shape(1, row.length));
            NDArray batch = Tensors.indices(scope, ints("batch"));
            BankTensors tensors = BankTensors.of(scope, bank);
            ProbeXTargets.Tensors wanted = targets.on(scope);
            Gradient gradient = Gradient.of(scope, parameters, leaf -> net.loss(scope, leaf, tensors, batch, wanted));
            assertThat(gradient.loss().getFloat())
                    .isEqualTo((float) one.get("loss").asDouble(), within(1e-4f));
            float[] slopes = Torch.floats(gradient.gradient());
            values(one.get("gradients"), net.layout()).forEach((name, expected) -> {
                assertClose(net.layout().slice(slopes, name), expected);
                assertThat(expected).as(name).isNotEqualTo(new float[expected.length]);
            });
        }
    }

    private Matrices dense() {
        return new Dense(size("models"), size("rows"), size("cols"), floats(golden.get("dense")));
    }

    private Matrices factored() {
        return new LowRank(
                size("models"),
                size("rows"),
                size("cols"),
                size("rank"),
                floats(golden.get("up")),
                floats(golden.get("down")));
    }

    private static Map<String, float[]> values(JsonNode named, ParameterLayout layout) {
        Map<String, float[]> values = new HashMap<>();
        layout.parameters().forEach(parameter -> values.put(parameter.name(), floats(named.get(parameter.name()))));
        return values;
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
        float[] flat = floats(golden.get(name));
        int width = flat.length / count;
        float[][] rows = new float[count][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }

    private static float[] floats(JsonNode numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers.get(i).asDouble();
        }
        return floats;
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * rows[0].length, rows[0].length);
        }
        return flat;
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).containsExactly(expected, within(1e-4f));
    }

    private static JsonNode read() {
        try (InputStream in = ProbeXGoldenTest.class.getResourceAsStream("/golden/probex.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
