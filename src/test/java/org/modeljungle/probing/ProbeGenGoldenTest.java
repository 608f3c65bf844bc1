package org.modeljungle.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeljungle.Progress;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.Siren;
import org.modeljungle.tensor.Gradient;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;
import org.modeljungle.weights.Safetensors;

/** Against the numbers of an independent PyTorch script, {@code src/test/golden/probegen.py}. */
class ProbeGenGoldenTest {

    private static final int LATENT = 8;
    private static final int PROBES = 6;
    private static final int MODELS = 5;
    private static final double RATE = 3e-4;
    private static final Mlp MLP = new Mlp(16, 6);

    /** One of the two golden files, and what it is about. */
    private record Golden(Safetensors file, Network network, Loss loss, int outputs, Probing method) {

        static Golden of(String name) throws URISyntaxException {
            Path path = Path.of(ProbeGenGoldenTest.class
                    .getResource("/golden/probegen-" + name + ".safetensors")
                    .toURI());
            boolean points = name.equals("points");
            Network network =
                    points ? Siren.PICTURE : new Classifier(ConvNet.zoo(16, 3, ConvNet.Activation.RELU), List.of(10));
            Generator generator = points
                    ? new Generator.FullyConnected(LATENT, 2, false)
                    : new Generator.Convolutional(LATENT, 4, 1, false);
            return new Golden(
                    Safetensors.open(path),
                    network,
                    points ? new Loss.CrossEntropy() : new Loss.SquaredError(),
                    points ? 3 : 1,
                    new Probing("probegen", new Probes.Generated(PROBES, generator), MLP));
        }

        float[] start() {
            return row(method.layout(network, outputs), "start.");
        }

        float[] row(ParameterLayout layout, String prefix) {
            Map<String, float[]> values = new HashMap<>();
            layout.parameters()
                    .forEach(parameter -> values.put(parameter.name(), file.floats(prefix + parameter.name())));
            return layout.join(values);
        }

        List<float[]> networks() {
            ParameterLayout layout = network.layout();
            List<float[]> rows = new ArrayList<>();
            for (int model = 0; model < MODELS; model++) {
                Map<String, float[]> values = new HashMap<>();
                for (ParameterLayout.Parameter parameter : layout.parameters()) {
                    float[] all = file.floats("network." + parameter.name());
                    values.put(
                            parameter.name(),
                            Arrays.copyOfRange(all, model * parameter.size(), (model + 1) * parameter.size()));
                }
                rows.add(layout.join(values));
            }
            return rows;
        }
    }

    @ParameterizedTest
    @CsvSource({"points", "pictures"})
    void probesAndResponsesEqualPyTorchs(String name) throws Exception {
        Golden golden = Golden.of(name);
        ParameterLayout own = golden.method.layout(golden.network, golden.outputs);
        String text = golden.method
                        .script(golden.network, golden.outputs)
                        .replace("{named}", own.named("c", true).indent(2).strip())
                + """
                def probes(self, p: Tensor) -> Tensor:
                  return self.probes_of(torch.split_with_sizes(p, [{own}], 1), p)
                def respond(self, p: Tensor, q: Tensor) -> Tensor:
                  x = torch.unsqueeze(self.probes(p), 0)
                  return self.respond_of(torch.split_with_sizes(q, [{sizes}], 1), x)
                """.replace("{own}", own.sizes())
                        .replace("{sizes}", golden.network.layout().sizes());
        Script script = Script.compile("probes", text);

        try (NDManager scope = Torch.scope()) {
            NDArray row = tensor(scope, List.of(golden.start()));
            assertClose(Torch.floats(script.call(scope, "probes", row)), golden.file.floats("probes"), 1e-5);
            NDArray models = tensor(scope, golden.networks());
            assertClose(
                    Torch.floats(script.call(scope, "respond", row, models)), golden.file.floats("responses"), 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"points", "pictures"})
    void gradientsAndLossesEqualPyTorchs(String name) throws Exception {
        Golden golden = Golden.of(name);
        MethodNetwork network = new MethodNetwork(golden.method, golden.network, golden.outputs, golden.loss);

        try (NDManager scope = Torch.scope();
                Progress progress = Progress.of("golden", 10)) {
            NDArray row = tensor(scope, List.of(golden.start()));
            NDArray models = tensor(scope, golden.networks());
            NDArray nothing = scope.create(new Shape(0));
            NDArray index = scope.create(new long[] {0, 1, 2, 3, 4});
            NDArray targets = golden.outputs == 3
                    ? scope.create(golden.file.longs("wanted"))
                    : Torch.tensor(scope, golden.file.floats("wanted"), new Shape(MODELS, 1));
            Fit.Loss loss =
                    (step, leaf, number, shard) -> network.loss(step, leaf, models, nothing, index, targets, nothing);

            float[][] outputs = network.outputs(scope, row, models, nothing, index);
            assertClose(flat(outputs), golden.file.floats("outputs"), 1e-5);
            Gradient gradient = Gradient.of(scope, row, leaf -> loss.at(scope, leaf, 0, 0));
            float[] found = Torch.floats(gradient.gradient());
            for (ParameterLayout.Parameter parameter : network.layout().parameters()) {
                float[] expected = golden.file.floats("gradient." + parameter.name());
                assertClose(
                        Arrays.copyOfRange(found, parameter.offset(), parameter.offset() + parameter.size()),
                        expected,
                        Math.min(1e-5, 1e-3 * largest(expected))); // those of a generator are small
            }
            Fit fit = new Fit(row, Fit.Settings.of(10, RATE).withSchedule(new Schedule.Cosine(0, 0)));
            assertClose(fit.run(10, progress, loss), golden.file.floats("losses"), 1e-4);
        }
    }

    private static NDArray tensor(NDManager scope, List<float[]> rows) {
        return Torch.tensor(scope, flat(rows.toArray(float[][]::new)), new Shape(rows.size(), rows.get(0).length));
    }

    private static float[] flat(float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
        }
        return all;
    }

    private static double largest(float... values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static void assertClose(float[] found, float[] expected, double tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).as("number %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }
}
