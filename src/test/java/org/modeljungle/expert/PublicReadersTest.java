package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.Golden;
import org.modeljungle.Seeds;
import org.modeljungle.align.AlignmentReader;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.store.Target;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Tamper;
import org.modeljungle.weights.Weight;

/**
 * Files of the public code of ProbeX and MVProbe, opened as readers; the outputs are those of
 * {@code golden/public_files.py}.
 */
class PublicReadersTest {

    private static final JsonNode GOLDEN = Golden.read("public-files");
    private static final int MODELS = GOLDEN.get("models").asInt();
    private static final int ROWS = GOLDEN.get("rows").asInt();
    private static final int COLS = GOLDEN.get("cols").asInt();
    private static final LayerBank BANK =
            new LayerBank("q", new Dense(MODELS, ROWS, COLS, Golden.floats(GOLDEN.get("matrices"))));

    @TempDir
    Path folder;

    private final List<Path> files = new ArrayList<>();

    @BeforeEach
    void models() {
        for (int i = 0; i < MODELS; i++) {
            files.add(folder.resolve(i + ".safetensors"));
            Map<String, Weight> weights = Map.of(
                    "q.weight", Weight.of(BANK.matrix(i), ROWS, COLS),
                    "k.weight", Weight.of(new float[4], 2, 2));
            Safetensors.write(files.get(i), weights, Map.of());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"probex", "mvprobe"})
    void oneLayerIsReadWhateverItIsCalled(String network) {
        Expert.Reader reader = Expert.Reader.open(path(network + "-classes"));
        float[][] expected = expected(network);
        assertClose(reader.outputs(Map.of("anything", BANK)), expected);
        assertThat(reader.about().outputs()).isEmpty();
        assertThat(reader.about().layers()).isEmpty();
        assertThat(reader.targetKind()).contains(Target.Kind.LABELS);
        assertThat(reader.representations(Map.of("anything", BANK))).hasNumberOfRows(MODELS);
        Path saved = folder.resolve("saved.safetensors");
        reader.save(saved);
        assertThat(Expert.Reader.open(saved).outputs(Map.of("anything", BANK)))
                .isDeepEqualTo(reader.outputs(Map.of("anything", BANK)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"probex", "mvprobe"})
    void filesAreReadOnceTheLayerIsNamed(String network) {
        Expert.Reader unknown = Expert.Reader.open(path(network + "-classes"));
        String name = network.equals("probex") ? "ProbeX" : "MVProbe";
        String wanted =
                name + ": expected to know which layer [5, 7] it reads, found a file that does not say so, as those"
                        + " of the public code; name the layer: Expert.Reader.open(file, layer, classes)";
        assertThatThrownBy(() -> unknown.outputs(files))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(wanted);
        assertThatThrownBy(() -> unknown.representations(files)).hasMessage(wanted);
        Map<String, LayerBank> two = new LinkedHashMap<>(Map.of("q", BANK));
        two.put("k", BANK);
        assertThatThrownBy(() -> unknown.outputs(two))
                .hasMessage(name + ": expected one layer, the one that it reads, which its file does not say, found "
                        + two.keySet() + "; give that one alone, or name it: Expert.Reader.open(file, layer, classes)");
        Expert.Reader named = Expert.Reader.open(path(network + "-classes"), "q", List.of());
        assertThat(named.layers()).containsExactly(new LayerSize("q", ROWS, COLS));
        assertThat(named.outputs(files)).isDeepEqualTo(unknown.outputs(Map.of("q", BANK)));
        assertThatThrownBy(() -> named.outputs(Map.of("k", BANK))).hasMessage(name + ": expected layer 'q', found [k]");
    }

    @Test
    void classesComeInTheOrderAskedFor() {
        Expert.Reader alphabetical = Expert.Reader.open(path("probex-classes"), "q", List.of("ant", "cat", "owl"));
        Expert.Reader other = Expert.Reader.open(path("probex-classes"), "q", List.of("owl", "ant", "cat"));
        assertClose(alphabetical.outputs(files), expected("probex"));
        assertThat(other.about().outputs()).containsExactly("owl", "ant", "cat");
        float[][] outputs = other.outputs(files);
        for (int i = 0; i < MODELS; i++) {
            float[] row = expected("probex")[i];
            Golden.assertClose("model " + i, outputs[i], new float[] {row[2], row[0], row[1]}, 1e-6);
        }
        Path saved = folder.resolve("saved.safetensors");
        other.save(saved);
        assertThat(Expert.Reader.open(saved).outputs(files)).isDeepEqualTo(outputs);
        assertThat(Expert.Reader.open(saved).about()).isEqualTo(other.about());
        Safetensors original = Safetensors.open(path("probex-classes"));
        for (String tensor : original.names()) { // the public code takes any file's classes to be alphabetical
            assertThat(Safetensors.open(saved).bytes(tensor)).as(tensor).isEqualTo(original.bytes(tensor));
        }
    }

    @Test
    void whatOurFilesSayIsKept() {
        Path ours = folder.resolve("ours.safetensors");
        MetanetworkFile file = MetanetworkFile.read(path("mvprobe-classes"));
        file.withLayer("q").withClasses(List.of("ant", "cat", "owl")).write(ours);
        Expert.Reader reader = Expert.Reader.open(ours);
        assertClose(reader.outputs(files), expected("mvprobe"));
        assertThat(reader.about().outputs()).containsExactly("ant", "cat", "owl");
        assertThatThrownBy(() -> Expert.Reader.open(ours, "k", List.of()))
                .hasMessage(ours + ": expected the name of the layer that it reads, 'q', found 'k'");
        reader.save(ours);
        assertThatThrownBy(() -> Expert.Reader.open(ours, "q", List.of()))
                .hasMessage(
                        ours + ": expected a file of the public code of ProbeX or MVProbe, whose layer is to be named,"
                                + " found another; Expert.Reader.open(file) opens what says by itself what it reads");
    }

    @Test
    void alignmentsAreOpenedAsAlignments() {
        Path file = path("probex-texts");
        assertThatThrownBy(() -> Expert.Reader.open(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        file + ": expected a network with a head for labels or numbers, found one that aligns models"
                                + " with texts; AlignmentReader.open opens it");
        int width = GOLDEN.get("width").asInt();
        TextEncoder encoder = texts -> {
            float[][] rows = new float[texts.size()][width];
            Arrays.setAll(rows, i -> unit(width, i));
            return rows;
        };
        AlignmentReader reader = AlignmentReader.open(file, "q", encoder);
        MetanetworkFile plain = MetanetworkFile.read(file);
        float[][] texts = encoder.encode(List.of("a", "b"));
        assertThat(reader.layers()).containsExactly(new LayerSize("q", ROWS, COLS));
        assertThat(reader.textVectors(List.of("a", "b")))
                .isDeepEqualTo(plain.network().texts(plain.parameters(), texts));
        float[][] read = plain.network().representations(plain.parameters(), BANK.matrices());
        float[][] vectors = reader.modelVectors(LayerBank.read(files, reader.layers()));
        for (int i = 0; i < MODELS; i++) {
            assertThat(vectors[i][0] / vectors[i][1]).isCloseTo(read[i][0] / read[i][1], within(1e-4f));
        }
        assertThatThrownBy(() -> AlignmentReader.open(path("probex-classes"), "q", encoder))
                .hasMessageStartingWith(
                        path("probex-classes") + ": expected a network with a head for texts, found Labels");
    }

    @Test
    void damageIsNamedBeforeTheEngineIsAsked() {
        Path file = folder.resolve("public.safetensors");
        copy("probex-classes", file);
        Tamper.tensors(file, all -> all.remove("classification_head.bias"));
        refused(
                file,
                "tensor 'classification_head.bias' in " + file + ": expected one of its names, found none like it");
        copy("probex-classes", file);
        Tamper.tensors(file, all -> all.put("probes.weight", Weight.of(new float[0], 0, 4)));
        refused(file, "ProbeX in " + file + ": expected 'probes.weight' as a matrix, found [0, 4]");
        Tamper.tensors(file, all -> all.put("probes.weight", Weight.of(new float[5], 1, 5)));
        refused(file, file + ": expected 'per_probe_encoders.weight' [");
        copy("mvprobe-classes", file);
        Tamper.tensors(file, all -> all.put("gate", Weight.of(new float[1], 1)));
        refused(file, "MVProbe in " + file + ": expected no other tensors than its own, found [gate]");
        copy("mvprobe-classes", file);
        Tamper.tensors(file, all -> {
            all.put("probes_xu.weight", Weight.of(new float[70_000], 1, 70_000));
            all.put("shared_probe_proj_row.weight", Weight.of(new float[70_000], 70_000, 1));
        });
        refused(file, "MVProbe in " + file + ": ");
        copy("mvprobe-classes", file);
        Tamper.tensors(file, all -> all.put("probes_xu.weight", Weight.of(nan(7 * 4), 7, 4)));
        refused(file, "MVProbe in " + file + ": expected finite numbers, found NaN at parameter 3");
    }

    private void refused(Path file, String start) {
        assertThatThrownBy(() -> Expert.Reader.open(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(start)
                .hasMessageContaining(file.toString());
    }

    private static float[] unit(int width, int i) {
        float[] row = new float[width];
        row[i] = 1;
        return row;
    }

    private static float[] nan(int length) {
        float[] numbers = new Seeds(1).normal(length);
        numbers[3] = Float.NaN;
        return numbers;
    }

    private static void copy(String name, Path file) {
        Safetensors original = Safetensors.open(path(name));
        Map<String, Weight> weights = new LinkedHashMap<>();
        original.names().forEach(tensor -> weights.put(tensor, Weight.of(original, tensor)));
        Safetensors.write(file, weights, original.metadata());
    }

    private static Path path(String name) {
        try {
            return Path.of(PublicReadersTest.class
                    .getResource("/golden/public-" + name + ".safetensors")
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static float[][] expected(String network) {
        float[] flat =
                Golden.floats(GOLDEN.get("cases").get(network + "-classes").get("outputs"));
        int width = flat.length / MODELS;
        float[][] rows = new float[MODELS][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }

    private static void assertClose(float[][] found, float[][] expected) {
        Golden.assertClose("outputs", flat(found), flat(expected), 1e-6);
    }

    private static float[] flat(float[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return flat;
    }
}
