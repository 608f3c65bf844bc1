package org.modeljungle.metanetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Banks;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class MetanetworkFileTest {

    private static final Seeds SEEDS = new Seeds(8);
    private static final int ROWS = 6;
    private static final int COLS = 7;
    private static final Weight MATRIX = Weight.of(new float[4], 2, 2);

    private final LayerBank bank = Banks.dense(SEEDS, 5, ROWS, COLS);

    @TempDir
    Path folder;

    static List<Metanetwork> networks() {
        Head text = new Head.Text(5, 10);
        return List.of(
                new ProbeX(new ProbeX.Settings(4, 3, 5, true), ROWS, COLS, new Head.Labels(3)),
                new ProbeX(new ProbeX.Settings(2, 3, 4, false), ROWS, COLS, text),
                new ProbeX(new ProbeX.Settings(2, 3, 4, true, 3, 2), ROWS, COLS, new Head.Labels(2)),
                new MvProbe(new MvProbe.Settings(4, 3, 5), ROWS, COLS, new Head.Labels(3)),
                new MvProbe(new MvProbe.Settings(2, 3, 4), ROWS, COLS, text),
                new DenseNetwork(DenseNetwork.Settings.CLASSIFICATION, ROWS, COLS, new Head.Labels(3)),
                new DenseNetwork(new DenseNetwork.Settings(4), ROWS, COLS, text),
                new DenseNetwork(DenseNetwork.Settings.CLASSIFICATION, ROWS, COLS, text));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aFileHoldsEverything(Metanetwork network) {
        float[] parameters = network.layout().initial(SEEDS);
        Path path = folder.resolve("network.safetensors");
        new MetanetworkFile(network, "blocks.1", parameters).write(path);
        MetanetworkFile read = MetanetworkFile.read(path);
        assertThat(read.layer()).isEqualTo("blocks.1");
        assertThat(read.parameters()).isEqualTo(parameters);
        assertThat(read.network().settings()).isEqualTo(network.settings());
        assertThat(read.network().head()).isEqualTo(network.head());
        assertThat(read.network().representations(read.parameters(), bank.matrices()))
                .isDeepEqualTo(network.representations(parameters, bank.matrices()));
    }

    @Test
    void aNetworkWithoutReLusHasATensorThatThePublicCodeRefuses() {
        Path path = folder.resolve("linear.safetensors");
        ProbeX linear = new ProbeX(new ProbeX.Settings(2, 3, 4, false), ROWS, COLS, new Head.Labels(2));
        new MetanetworkFile(linear, "a", linear.layout().initial(SEEDS)).write(path);
        assertThat(Safetensors.open(path).names()).contains("without_relu");
        Map<String, Weight> weights = new HashMap<>();
        Safetensors file = Safetensors.open(path);
        file.names().forEach(name -> weights.put(name, Weight.of(file, name)));
        Path without = folder.resolve("without-metadata.safetensors");
        Safetensors.write(without, weights, Map.of());
        assertThat(MetanetworkFile.read(without).network().settings()).isEqualTo(linear.settings());
    }

    @Test
    void theLayerAndTheClassesAreKept() {
        Path path = folder.resolve("classes.safetensors");
        ProbeX net = new ProbeX(new ProbeX.Settings(2, 3, 4, true), ROWS, COLS, new Head.Labels(3));
        float[] parameters = net.layout().initial(SEEDS);
        new MetanetworkFile(net, "", parameters).write(path);
        assertThat(MetanetworkFile.read(path).layer()).isEmpty();
        assertThat(MetanetworkFile.read(path).classes()).isEmpty();
        new MetanetworkFile(net, "", parameters)
                .withLayer("q")
                .withClasses(List.of("cat", "owl, \"grey\"", "ant"))
                .write(path);
        MetanetworkFile read = MetanetworkFile.read(path);
        assertThat(read.layer()).isEqualTo("q");
        assertThat(read.classes()).containsExactly("cat", "owl, \"grey\"", "ant");
        MetanetworkFile other = read.inOrder(List.of("ant", "cat", "owl, \"grey\""));
        float[][] logits = net.outputs(parameters, bank.matrices());
        float[][] ordered = net.outputs(other.parameters(), bank.matrices());
        for (int i = 0; i < logits.length; i++) {
            assertThat(ordered[i])
                    .containsExactly(new float[] {logits[i][2], logits[i][0], logits[i][1]}, within(1e-6f));
        }
        assertThatThrownBy(() -> read.inOrder(List.of("ant", "cat", "owl")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ProbeX: expected its classes [cat, owl, \"grey\", ant], found [ant, cat, owl]");
        assertThatThrownBy(() -> read.inOrder(List.of("ant", "cat", "cat")))
                .hasMessage(
                        "ProbeX: expected a name for each of the 3 classes of its head, all different, found [ant, cat,"
                                + " cat]");
        Metanetwork texts = new ProbeX(new ProbeX.Settings(2, 3, 4, true), ROWS, COLS, new Head.Text(5, 1));
        assertThatThrownBy(() -> new MetanetworkFile(texts, "", texts.layout().initial(SEEDS)).inOrder(List.of("ant")))
                .hasMessage(
                        "ProbeX: expected a name for each of the 0 classes of its head, all different, found [ant]");
    }

    @Test
    void filesThatAreNoMetanetworkAreRefused() {
        Path path = write(Map.of(), "weight", MATRIX);
        String expected =
                "metanetwork in " + path + ": expected 'probes.weight' of ProbeX, 'probes_xu.weight' of MVProbe, or"
                        + " metadata 'network' that says ProbeX, MVProbe or dense; found ";
        assertRefused(expected + "neither");
        write(Map.of("network", "DWS"), "probes.weight", MATRIX);
        assertRefused(expected + "'DWS'");
        write(Map.of("network", "ProbeX"), "probes.weight", Weight.of(new float[3], 3));
        assertRefused("ProbeX in " + path + ": expected 'probes.weight' as a matrix, found [3]");
        Safetensors.write(
                path,
                Map.of(
                        "classification_head.weight", MATRIX,
                        "classification_head.bias", Weight.of(new float[2], 2),
                        "gate", MATRIX),
                Map.of("network", "dense", "rows", "1"));
        assertRefused(
                "dense in " + path + ": expected no other tensors than its own, found [gate]; it is another network");
        Safetensors.write(
                path,
                Map.of("classification_head.weight", MATRIX, "classification_head.bias", Weight.of(new float[2], 2)),
                Map.of("network", "dense", "rows", "1", "classes", "cat"));
        assertRefused("metanetwork in " + path + ": expected metadata 'classes' as a JSON list of names, found 'cat'");
        Safetensors.write(
                path,
                Map.of("classification_head.weight", MATRIX, "classification_head.bias", Weight.of(new float[2], 2)),
                Map.of("network", "dense"));
        assertRefused(
                "dense in " + path + ": expected metadata 'rows', found [network]; MetanetworkFile.write adds it");
        write(Map.of("network", "dense", "rows", "3"), "classification_head.weight", MATRIX);
        assertRefused("dense in " + path + ": expected a number of rows that divides 2, found 3");
        write(Map.of("network", "dense", "rows", "two"), "classification_head.weight", MATRIX);
        assertRefused("dense in " + path + ": expected a number as 'rows', found 'two'");
        Safetensors.write(
                path,
                Map.of("classification_head.weight", MATRIX, "classification_head.bias", Weight.of(new float[3], 3)),
                Map.of("network", "dense", "rows", "1", "layer", "a"));
        assertRefused(path + ": expected 'classification_head.bias' [2], found [3]");
    }

    @Test
    void otherParametersAreRefused() {
        assertThatThrownBy(() -> new MetanetworkFile(
                        new DenseNetwork(DenseNetwork.Settings.CLASSIFICATION, 2, 2, new Head.Labels(1)),
                        "a",
                        new float[4]))
                .hasMessage("dense: expected 5 parameters, found 4");
    }

    private Path write(Map<String, String> metadata, String name, Weight weight) {
        Path path = folder.resolve("other.safetensors");
        Safetensors.write(path, Map.of(name, weight), metadata);
        return path;
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> MetanetworkFile.read(folder.resolve("other.safetensors")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
