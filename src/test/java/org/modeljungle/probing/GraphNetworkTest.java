package org.modeljungle.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.ResNet;
import org.modeljungle.nets.Siren;
import org.modeljungle.tensor.Torch;
import org.modeljungle.weights.Safetensors;

class GraphNetworkTest {

    /** A chain of linear layers of sizes 2, 4, 3 and 2: its weights are read, it is never run. */
    private record Chain() implements Network {
        private static final List<Integer> SIZES = List.of(2, 4, 3, 2);

        @Override
        public ParameterLayout layout() {
            ParameterLayout layout = new ParameterLayout();
            for (int layer = 0; layer + 1 < SIZES.size(); layer++) {
                ParameterLayout.Initialiser start = new ParameterLayout.Initialiser.Normal(1);
                layout.add(layer + ".weight", start, SIZES.get(layer + 1), SIZES.get(layer))
                        .add(layer + ".bias", start, SIZES.get(layer + 1));
            }
            return layout;
        }

        @Override
        public List<Integer> input() {
            return List.of(2);
        }

        @Override
        public int outputs() {
            return 2;
        }

        @Override
        public int hidden() {
            return 3;
        }

        @Override
        public long flops() {
            return 0;
        }

        @Override
        public String script() {
            return "";
        }
    }

    @Test
    void outputsEqualThoseOfNodesAndEdgesOneByOne() throws Exception {
        Safetensors golden = Safetensors.open(Path.of(
                getClass().getResource("/golden/graph-network.safetensors").toURI()));
        GraphNetwork method = new GraphNetwork(6, 3, 5, 0);
        MethodNetwork network = new MethodNetwork(method, new Chain(), 3);
        Map<String, float[]> own = new HashMap<>();
        network.layout()
                .parameters()
                .forEach(parameter -> own.put(parameter.name(), golden.floats("own." + parameter.name())));
        float[] expected = golden.floats("outputs");

        try (NDManager scope = Torch.scope()) {
            NDArray row = Torch.tensor(
                    scope,
                    network.layout().join(own),
                    new Shape(1, network.layout().size()));
            NDArray models = Torch.tensor(
                    scope,
                    golden.floats("rows"),
                    new Shape(2, new Chain().layout().size()));
            float[] constant = golden.floats("given");
            NDArray tensor = Torch.tensor(scope, constant, new Shape(constant.length));
            float[][] found = network.outputs(scope, row, models, tensor, scope.create(new long[] {0, 1}));
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i / 3][i % 3]).isCloseTo(expected[i], within(1e-4f));
            }
        }
    }

    @Test
    void theOrderOfHiddenNeuronsMakesNoDifference() {
        GraphNetwork method = new GraphNetwork(8, 3, 6, 0);
        Siren siren = new Siren(2, 5, 2, 1, 30, .5);
        ParameterLayout layout = siren.layout();
        float[] row = layout.initial(new Seeds(1));
        float[] permuted = row.clone();
        swap(permuted, layout, "layers.0.weight", 2, true);
        swap(permuted, layout, "layers.0.bias", 1, true);
        swap(permuted, layout, "layers.1.weight", 5, false);
        float[][] outputs = outputs(method, siren, List.of(row, permuted));
        for (int k = 0; k < outputs[0].length; k++) {
            assertThat(outputs[1][k]).isCloseTo(outputs[0][k], within(1e-4f));
        }
    }

    @Test
    void kernelsOfDifferentSizesAreRead() {
        GraphNetwork method = new GraphNetwork(8, 2, 6, 0);
        Network network = new Classifier(ConvNet.zoo(8, 3, ConvNet.Activation.RELU), List.of(10));
        float[][] outputs = outputs(
                method,
                network,
                List.of(network.layout().initial(new Seeds(1)), network.layout().initial(new Seeds(2))));
        assertThat(outputs[0]).isNotEqualTo(outputs[1]);
    }

    @Test
    void operationsAreCountedLayerByLayer() {
        // one node to one node, width 1, depth 2, one frequency
        Siren tiny = new Siren(1, 1, 1, 1, 30, 0);
        GraphNetwork method = new GraphNetwork(1, 2, 1, 0);
        long edge = 2 + 4 + 2 + 2 * 4 + 4;
        long node = 4 + 2 + 2 * (4 + 18 + 2) + 4;
        assertThat(method.flops(tiny, 1)).isEqualTo(2 * edge + 3 * node + 2 * 2 + (2 + 2 + 2));
    }

    @Test
    void aNetworkThatIsNoChainIsRefused() {
        Network resNet = new Classifier(new ResNet(new ResNet.Settings(8, 3, List.of(4), 1, 2)), List.of(3));
        assertThatThrownBy(() -> GraphNetwork.PUBLISHED.layout(resNet, 1))
                .hasMessageContaining("graph network: expected a chain of layers, each a weight and its bias, found");
    }

    /** Swaps the first two neurons, which are rows or columns. */
    private static void swap(float[] row, ParameterLayout layout, String name, int width, boolean rows) {
        int from = layout.get(name).offset();
        int count = rows ? width : layout.get(name).size() / width;
        for (int i = 0; i < count; i++) {
            int one = from + (rows ? i : i * width);
            int two = one + (rows ? width : 1);
            float kept = row[one];
            row[one] = row[two];
            row[two] = kept;
        }
    }

    private static float[][] outputs(GraphNetwork method, Network network, List<float[]> rows) {
        MethodNetwork compiled = new MethodNetwork(method, network, 3);
        Method.Constant constant = method.constant(network, rows);
        int size = network.layout().size();
        float[] all = new float[rows.size() * size];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, all, i * size, size);
        }
        try (NDManager scope = Torch.scope()) {
            float[] start = compiled.layout().initial(new Seeds(3));
            return compiled.outputs(
                    scope,
                    Torch.tensor(scope, start, new Shape(1, start.length)),
                    Torch.tensor(scope, all, new Shape(rows.size(), size)),
                    Torch.tensor(scope, constant.values(), new Shape(constant.values().length)),
                    scope.create(new long[] {0, 1}));
        }
    }
}
