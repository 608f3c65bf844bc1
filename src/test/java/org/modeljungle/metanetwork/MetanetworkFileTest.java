package org.modeljungle.metanetwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
                new DenseNetwork(ROWS, COLS, 3));
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
    void filesThatAreNoMetanetworkAreRefused() {
        Path path = write(Map.of(), "probes.weight", MATRIX);
        assertRefused(
                "metanetwork in " + path + ": expected a remark 'network', found []; MetanetworkFile.write adds it");
        write(Map.of("network", "DWS"), "probes.weight", MATRIX);
        assertRefused("metanetwork in " + path + ": expected ProbeX, MVProbe or dense, found 'DWS'");
        write(Map.of("network", "ProbeX"), "probes.weight", Weight.of(new float[3], 3));
        assertRefused("ProbeX in " + path + ": expected 'probes.weight' as a matrix, found [3]");
        Safetensors.write(
                path,
                Map.of(
                        "probes.weight", MATRIX,
                        "shared_probe_proj.weight", MATRIX,
                        "per_probe_encoders.weight", MATRIX),
                Map.of("network", "ProbeX"));
        assertRefused(
                "ProbeX in " + path + ": expected a remark 'relu', found [network]; MetanetworkFile.write adds it");
        write(Map.of("network", "dense", "rows", "3"), "classification_head.weight", MATRIX);
        assertRefused("dense in " + path + ": expected a number of rows that divides 2, found 3");
        write(Map.of("network", "dense", "rows", "two"), "classification_head.weight", MATRIX);
        assertRefused("dense in " + path + ": expected a number as 'rows', found 'two'");
        Safetensors.write(
                path,
                Map.of("classification_head.weight", MATRIX, "classification_head.bias", Weight.of(new float[3], 3)),
                Map.of("network", "dense", "rows", "1", "layer", "a"));
        assertRefused("dense in " + path + ": expected 'classification_head.bias' [2], found [3]");
    }

    @Test
    void otherParametersAreRefused() {
        assertThatThrownBy(() -> new MetanetworkFile(new DenseNetwork(2, 2, 1), "a", new float[4]))
                .hasMessage("dense: expected 5 parameters, found 4");
    }

    private Path write(Map<String, String> remarks, String name, Weight weight) {
        Path path = folder.resolve("other.safetensors");
        Safetensors.write(path, Map.of(name, weight), remarks);
        return path;
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> MetanetworkFile.read(folder.resolve("other.safetensors")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
