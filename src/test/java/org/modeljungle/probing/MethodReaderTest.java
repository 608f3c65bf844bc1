package org.modeljungle.probing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Bits;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.data.Images;
import org.modeljungle.layers.OtherJvm;
import org.modeljungle.nets.Classifier;
import org.modeljungle.nets.ConvNet;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.Rows;
import org.modeljungle.nets.Siren;
import org.modeljungle.nets.TieBreak;
import org.modeljungle.store.LabelTarget;
import org.modeljungle.store.Models;
import org.modeljungle.store.NumberTarget;
import org.modeljungle.store.Target;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Tamper;
import org.modeljungle.weights.Weight;

class MethodReaderTest {

    private static final Siren SIREN = new Siren(2, 8, 1, 1, 5, 0);
    private static final Network CNN = new Classifier(new ConvNet(8, 3, 4, 2, ConvNet.Activation.RELU), List.of(3));
    private static final MethodFit.Settings SHORT =
            new MethodFit.Settings(1, 16, 3e-3, 0, 0, 0, 1, 1, TieBreak.EARLIEST);

    private static final Map<String, MethodFit.Fitted> FITTED = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    /** A method and the networks that it reads. */
    private record Case(Method method, Network network) {
        MethodFit.Fitted fit() {
            return FITTED.computeIfAbsent(
                    method.name(), name -> new MethodFit(method, SHORT, new Seeds(1)).run(task(network, LABELS)));
        }

        /** What a reader says of later networks, to the last bit. */
        String says(MethodReader reader) {
            Zoo later = Zoo.of(network, rows(network, 100, 105));
            float[] probes = method instanceof Probing ? reader.probes(network) : new float[0];
            return this + ": " + Bits.of(reader.outputs(later), reader.representations(later), new float[][] {probes});
        }

        @Override
        public String toString() {
            return method.name();
        }
    }

    static Stream<Case> cases() {
        Mlp mlp = new Mlp(16, 3);
        Images pictures = new Images(new Seeds(4).normal(4 * 3 * 8 * 8), 3, 8, 8, List.of(), Map.of());
        return Stream.concat(
                MethodFitTest.methods().map(method -> new Case(method, SIREN)),
                Stream.of(
                        new Case(new Probing("real", new Probes.Real(pictures, "noise"), mlp), CNN),
                        new Case(new Probing("leaves", new Probes.Unlearned(4, Probes.Kind.DEAD_LEAVES, 2), mlp), CNN),
                        new Case(
                                new Probing(
                                        "convolutional",
                                        new Probes.Generated(4, new Generator.Convolutional(8, 4, 1, true)),
                                        new Mlp(16, 1)),
                                CNN)));
    }

    private static final Target LABELS = new LabelTarget(
            List.of("even", "odd"), IntStream.range(0, 20).map(i -> i % 2).toArray());

    private static ZooTask task(Network network, Target target) {
        return ZooTask.random(Zoo.of(network, rows(network, 0, 20)), target, .2, .2, new Seeds(5));
    }

    private static NumberTarget numbers() {
        float[] numbers = new float[20];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        return NumberTarget.of("height", numbers);
    }

    private static List<float[]> rows(Network network, int from, int to) {
        List<float[]> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            float[] row = network.layout().initial(new Seeds(i));
            float[] noise = new Seeds(i).split("noise").normal(row.length);
            for (int k = 0; k < row.length; k++) {
                row[k] += .1f * noise[k];
            }
            rows.add(row);
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatWasSavedReadsLaterNetworksTheSame(Case one) throws IOException {
        MethodReader reader = one.fit().reader();
        Path file = folder.resolve("reader.safetensors");
        reader.save(file);
        MethodReader opened = MethodReader.open(file);
        Zoo later = Zoo.of(one.network, rows(one.network, 100, 105));
        assertThat(opened.outputs(later)).isDeepEqualTo(reader.outputs(later)).hasDimensions(5, 2);
        assertThat(opened.representations(later)).isDeepEqualTo(reader.representations(later));
        assertThat(opened.trainingSet()).isEqualTo(reader.trainingSet()).hasSize(64);
        assertThat(opened.targetKind()).isEqualTo(Target.Kind.LABEL);
        assertThat(opened.names()).containsExactly("even", "odd");
        assertThat(opened).hasToString(reader.toString());
        Path again = folder.resolve("again.safetensors");
        opened.save(again);
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
        if (one.method instanceof Probing) {
            assertThat(opened.probes(one.network)).containsExactly(reader.probes(one.network));
        }
    }

    /** Of each class of a method, of probes and of a generator. */
    @Test
    void aFreshProcessReadsTheSameBits() throws Exception {
        Set<String> types = new HashSet<>();
        List<String> here = new ArrayList<>();
        for (Case one : cases().toList()) {
            Path file = folder.resolve(one.toString());
            one.fit().reader().save(file);
            types.addAll(ArtifactFile.open(file).settings().findValuesAsText("type"));
            here.add(one.says(one.fit().reader()));
        }
        assertThat(types).isEqualTo(typesOfFiles());
        assertThat(here).doesNotHaveDuplicates();
        assertThat(OtherJvm.said(Fresh.class, List.of(), folder).lines()).containsSubsequence(here);
    }

    private static Set<String> typesOfFiles() {
        return MethodJson.NOTES.values().stream()
                .flatMap(notes ->
                        Arrays.stream(notes.getAnnotation(JsonSubTypes.class).value()))
                .map(JsonSubTypes.Type::name)
                .collect(Collectors.toSet());
    }

    /** The fresh process. */
    static final class Fresh {
        private Fresh() {}

        public static void main(String... arguments) {
            cases().forEach(one -> System.out.println(
                    one.says(MethodReader.open(Path.of(arguments[0]).resolve(one.toString())))));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readingGivesWhatTrainingSaidOfTheTestNetworks(Case one) {
        ZooTask task = task(one.network, LABELS);
        MethodFit.Fitted fitted = one.fit();
        List<float[]> all = task.zoo().groups().get(0).rows();
        List<float[]> test = new ArrayList<>();
        for (int model : task.test()) {
            test.add(all.get(model));
        }
        assertThat(fitted.reader().outputs(Zoo.of(one.network, test))).isDeepEqualTo(fitted.test());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theLastLayerOnRepresentationsGivesTheOutputs(Case one) {
        MethodReader reader = new MethodFit(one.method, SHORT, new Seeds(1))
                .run(task(one.network, numbers()))
                .reader();
        Zoo later = Zoo.of(one.network, rows(one.network, 100, 103));
        float[][] representations = reader.representations(later);
        String last = one.method instanceof GraphNetwork
                ? "read2."
                : "mlp." + (one.method.name().equals("convolutional") ? 0 : 2) + ".";
        float[] weight = reader.layout().slice(reader.parameters(), last + "weight"); // [1, width]
        float bias = reader.layout().slice(reader.parameters(), last + "bias")[0];
        for (int i = 0; i < 3; i++) {
            double sum = bias;
            for (int k = 0; k < weight.length; k++) {
                sum += (double) weight[k] * representations[i][k];
            }
            assertThat(representations[i]).hasSameSizeAs(weight);
            assertThat(sum).isCloseTo(reader.outputs(later)[i][0], org.assertj.core.api.Assertions.within(1e-4));
        }
    }

    @Test
    void filesOfNetworksAreAZoo() {
        List<float[]> rows = rows(SIREN, 0, 3);
        List<Path> files = new ArrayList<>();
        for (float[] row : rows) {
            Path file = folder.resolve(files.size() + ".safetensors");
            Safetensors.write(file, Rows.weights(SIREN.layout(), row), Map.of());
            files.add(file);
        }
        Zoo zoo = Zoo.of(SIREN, Models.of(files));
        assertThat(zoo.groups().get(0).rows().toArray(float[][]::new)).isDeepEqualTo(rows.toArray(float[][]::new));
        assertThatThrownBy(() -> Zoo.of(CNN, Models.of(files))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void architecturesThatComeLaterAreReadWhereTheMethodCan() {
        ZooTask task = task(SIREN, numbers());
        Siren wider = new Siren(2, 12, 2, 1, 5, 0);
        Zoo later = Zoo.of(wider, rows(wider, 0, 3));
        Mlp mlp = new Mlp(16, 3);
        Method grid = new Probing("grid", new Probes.Grid(3, 2), mlp);
        MethodReader probing =
                new MethodFit(grid, SHORT, new Seeds(1)).run(task).reader();
        assertThat(probing.outputs(later)).hasDimensions(3, 1);
        MethodReader graph = new MethodFit(new GraphNetwork(8, 2, 8, 0), SHORT, new Seeds(1))
                .run(task)
                .reader();
        assertThatThrownBy(() -> graph.outputs(later))
                .hasMessageStartingWith("graph: expected networks that it reads with its parameters [");
        Siren renamed = new Siren(2, 8, 1, 1, 5, 0);
        assertThat(graph.outputs(Zoo.of(renamed, rows(SIREN, 0, 2)))).hasDimensions(2, 1);
        assertThatThrownBy(() -> graph.probes(SIREN))
                .hasMessage("graph: expected a method that sends probes through networks, found one that does not");
    }

    @Test
    void itsProgressCountsNetworks() {
        MethodReader reader = new MethodFit(new FlatWeights(new Mlp(4, 2)), SHORT, new Seeds(1))
                .run(task(SIREN, numbers()))
                .reader();
        List<String> heard = new ArrayList<>();
        Progress.Listener listener = progress -> {
            if (progress.title().equals("mlp reads networks")) {
                heard.add(progress.done() + " of " + progress.total());
            }
        };
        Progress.listen(listener);
        try {
            reader.outputs(Zoo.of(SIREN, rows(SIREN, 0, 70))); // in two parts
        } finally {
            Progress.unlisten(listener);
        }
        assertThat(heard).containsExactly("0 of 70", "64 of 70", "70 of 70", "70 of 70");
    }

    @Test
    void damagedFilesAreRefused() {
        Path file = folder.resolve("reader.safetensors");
        Method method = new Probing("real", new Probes.Free(4), new Mlp(5, 2));
        new MethodFit(method, SHORT, new Seeds(1))
                .run(task(SIREN, numbers()))
                .reader()
                .save(file);
        String where = "probing-method in " + file;
        Tamper.tensors(file, all -> all.put("method.mlp.1.bias", Weight.of(new float[2], 2)));
        refused(file).hasMessage("tensor 'method.mlp.1.bias' of " + where + ": expected F32 [1], found F32 [2]");
        Tamper.tensors(file, all -> all.remove("method.mlp.1.bias"));
        refused(file)
                .hasMessage(where + ": expected a tensor 'method.mlp.1.bias', found [constant.0, method.mlp.0.bias,"
                        + " method.mlp.0.weight, method.mlp.1.weight, method.probes]");
        Tamper.tensors(file, all -> all.put("method.mlp.1.bias", Weight.of(new float[] {Float.NaN}, 1)));
        refused(file)
                .hasMessage("tensor 'method.mlp.1.bias' of " + where + ": expected finite numbers, found NaN at element"
                        + " 0");
        Tamper.tensors(file, all -> all.put("method.mlp.1.bias", Weight.of(new float[1], 1)));
        Tamper.tensors(file, all -> all.put("more", Weight.of(new float[1], 1)));
        refused(file).hasMessageContaining("found [more] too; it was written by something else");
        Tamper.tensors(file, all -> all.remove("more"));
        Tamper.metadata(file, "target", "numbers", "label");
        refused(file).hasMessage(where + ": expected the name of each output once, 2 or more, found [height]");
        Tamper.metadata(file, "target", "label", "rank");
        refused(file).hasMessage(where + ": expected the kind of its target, labels, label or numbers, found 'rank'");
        Tamper.metadata(file, all -> all.remove("target"));
        refused(file).hasMessage(where + ": expected the kind of its target, labels, label or numbers, found ''");
        Tamper.metadata(file, all -> all.put("target", "numbers"));
        Tamper.metadata(file, "outputs", "[\"height\"]", "[\"height\",\"height\"]");
        refused(file).hasMessage(where + ": expected the name of each output once, 1 or more, found [height, height]");
        Tamper.metadata(file, "outputs", "[\"height\",\"height\"]", "[]");
        refused(file).hasMessage(where + ": expected the name of each output once, 1 or more, found []");
        Tamper.metadata(file, "outputs", "[]", "[\"height\",\"width\"]");
        MethodReader two = MethodReader.open(file);
        assertThatThrownBy(() -> two.outputs(Zoo.of(SIREN, rows(SIREN, 0, 2))))
                .hasMessageStartingWith("real: expected networks that it reads with its parameters [");
        Tamper.metadata(file, "outputs", ",\"width\"", "");
        Tamper.metadata(file, "settings", "\"type\":\"free\"", "\"type\":\"fre\"");
        refused(file).hasMessageStartingWith(where + ": expected its settings, found Could not resolve type id 'fre'");
        Tamper.metadata(file, "settings", "\"type\":\"fre\"", "\"type\":\"stored\",\"name\":\"n\"");
        Tamper.metadata(file, "settings", ",\"spread\":1.0", "");
        refused(file).hasMessage("probing: expected 4 pictures as probes, found [0]");
        Tamper.metadata(file, "kind", "probing-method", "router");
        refused(file).hasMessage(file + ": expected a probing method, found a router");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path file) {
        return assertThatThrownBy(() -> MethodReader.open(file)).isInstanceOf(IllegalArgumentException.class);
    }
}
