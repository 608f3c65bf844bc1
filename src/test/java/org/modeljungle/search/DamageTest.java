package org.modeljungle.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Seeds;
import org.modeljungle.align.AlignmentReader;
import org.modeljungle.align.AlignmentTask;
import org.modeljungle.align.CalibratedAligner;
import org.modeljungle.align.CalibratedAlignment;
import org.modeljungle.align.GaussianAligner;
import org.modeljungle.align.MetanetworkAlignment;
import org.modeljungle.align.RidgeAlignment;
import org.modeljungle.align.Split;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.MetanetworkExpert;
import org.modeljungle.expert.MultiKernelRidge;
import org.modeljungle.expert.OnResiduals;
import org.modeljungle.expert.RandomExpert;
import org.modeljungle.expert.ScalarRidgeExpert;
import org.modeljungle.expert.StatNn;
import org.modeljungle.expert.TreeExperts;
import org.modeljungle.expert.WeightTask;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.ridge.Gram;
import org.modeljungle.router.Fingerprinter;
import org.modeljungle.router.Fingerprints;
import org.modeljungle.router.Router;
import org.modeljungle.store.LabelTarget;
import org.modeljungle.store.NumberTarget;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Tamper;
import org.modeljungle.weights.Weight;

/**
 * Each kind of reader and alignment, and the mixture, saved and damaged in every way: one error that names the file,
 * and no call of the engine, which is not there where the damaged files are opened.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamageTest {

    private static final int MODELS = 16;
    private static final Seeds SEEDS = new Seeds(9);
    private static final MetanetworkFit.Settings SHORT =
            MetanetworkFit.Settings.CLASSIFICATION.withEpochs(1).withRate(1e-2);
    private static final TextEncoder ENCODER = TextEncoder.named("unit-4", DamageTest::unit);

    @TempDir
    static Path folder;

    /** The names of what is saved: a file each, a folder for the mixture. */
    static List<String> saved() {
        return List.of(
                "ridge",
                "scalar-ridge",
                "scalar-ridge-residual",
                "probex",
                "mvprobe",
                "dense",
                "statnn",
                "random",
                "alignment-ridge",
                "alignment-network",
                "alignment-kernel",
                "alignment-calibrated",
                "mixture");
    }

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private List<String> lines;

    @BeforeAll
    void save() throws Exception {
        int[] labels = new int[MODELS];
        float[][] numbers = new float[MODELS][];
        for (int i = 0; i < MODELS; i++) {
            labels[i] = i % 3;
            numbers[i] = new float[] {(float) Math.sin(i), i % 5};
        }
        int[] train = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        WeightTask task = new WeightTask(
                banks(),
                new LabelTarget(List.of("oak", "elm", "ash"), labels),
                train,
                new int[] {10, 11, 12},
                new int[] {13, 14, 15});
        WeightTask scalars = task.withTarget(new NumberTarget(List.of("rate", "steps"), numbers));
        ProbeX.Settings small = new ProbeX.Settings(2, 2, 3, false);
        Map<String, Expert.Reader> readers = new LinkedHashMap<>();
        readers.put("ridge", new MultiKernelRidge().withPowers(.25).fit(task, SEEDS));
        readers.put("scalar-ridge", new ScalarRidgeExpert().fit(scalars, SEEDS));
        readers.put("scalar-ridge-residual", new OnResiduals(new ScalarRidgeExpert()).fit(scalars, SEEDS));
        readers.put("probex", new MetanetworkExpert("probex", "q", small, SHORT).fit(task, SEEDS));
        MvProbe.Settings views = new MvProbe.Settings(2, 2, 3);
        readers.put("mvprobe", new MetanetworkExpert("mvprobe", "q", views, SHORT).fit(task, SEEDS));
        readers.put(
                "dense",
                new MetanetworkExpert("dense", "k", DenseNetwork.Settings.CLASSIFICATION, SHORT).fit(task, SEEDS));
        readers.put("statnn", new StatNn(SHORT).fit(task, SEEDS));
        readers.put("random", new RandomExpert().fit(task, SEEDS));
        readers.forEach((name, reader) -> reader.save(folder.resolve(name)));
        alignments(small);
        mixture(readers);
        damage();
    }

    private static void alignments(ProbeX.Settings small) {
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < MODELS; i++) {
            captions.add(List.of("red", "blue", "green", "black").get(i / 4));
        }
        Split split = Split.draw(captions, 0, 1, SEEDS);
        RidgeAlignment.allLayers(Gram.of(banks().values()), captions, split.train(), ENCODER)
                .reader(banks())
                .save(folder.resolve("alignment-ridge"));
        MetanetworkAlignment.Settings how =
                MetanetworkAlignment.Settings.PROBEX.withNetwork(small).withEpochs(1);
        MetanetworkAlignment.fit(banks().get("q"), captions, split, ENCODER, how, SEEDS)
                .reader()
                .save(folder.resolve("alignment-network"));
        AlignmentTask task = new AlignmentTask(factored(), captions, split, ENCODER);
        GaussianAligner kernel = GaussianAligner.of(1);
        RidgeAlignment aligned = RidgeAlignment.gaussian(task, kernel.kernel());
        aligned.reader(factored()).save(folder.resolve("alignment-kernel"));
        CalibratedAlignment calibrated = new CalibratedAlignment(aligned, .1, Set.of("red", "blue"));
        CalibratedAligner.of(kernel).save(calibrated, task, folder.resolve("alignment-calibrated"));
    }

    private static void mixture(Map<String, Expert.Reader> readers) {
        List<Path> files = new ArrayList<>();
        int[] trees = new int[MODELS];
        for (int i = 0; i < MODELS; i++) {
            Map<String, Weight> weights = new LinkedHashMap<>();
            float[] values = SEEDS.split("ancestor", i % 2).normal(8 * 6);
            float[] change = SEEDS.split("model", i).normal(8 * 6);
            for (int k = 0; k < values.length; k++) {
                values[k] += .2f * change[k];
            }
            weights.put("q.weight", Weight.of(values, 8, 6));
            files.add(folder.resolve("model-" + i));
            Safetensors.write(files.get(i), weights, Map.of());
            trees[i] = i % 2;
        }
        Fingerprints known = Fingerprints.of(
                files.stream().map(Fingerprinter.DEFAULT::fingerprint).toList());
        Router router = Router.fit(Fingerprinter.DEFAULT, known, trees);
        new TreeExperts(router, Map.of(0, readers.get("probex"), 1, readers.get("random")))
                .save(folder.resolve("mixture"));
    }

    /** Copies of everything: as it is, and damaged in each way; all are opened in one process. */
    private void damage() throws Exception {
        for (String name : saved()) {
            Path copies = Files.createDirectories(folder.resolve("copies").resolve(name));
            copy(folder.resolve(name), copies.resolve("0"));
            int count = 1;
            for (Path file : filesOf(name)) {
                for (Damage damage : damages(file)) {
                    Path copy = copies.resolve(Integer.toString(count++));
                    copy(folder.resolve(name), copy);
                    damage.apply(Files.isDirectory(copy) ? copy.resolve(file.getFileName()) : copy);
                }
            }
            counts.put(name, count);
        }
        lines = openedWithoutAnEngine(folder.resolve("copies"));
    }

    @ParameterizedTest
    @MethodSource("saved")
    void everyDamageIsOneErrorThatNamesTheFile(String name) {
        List<String> own = lines.stream()
                .filter(line -> line.matches("\\w+ " + name + " \\d+.*"))
                .toList();
        assertThat(own).hasSize(counts.get(name)).hasSizeGreaterThan(80);
        assertThat(own.get(0)).isEqualTo("opened " + name + " 0");
        for (int i = 1; i < own.size(); i++) {
            assertThat(own.get(i))
                    .startsWith("refused " + name + " " + i + ": ")
                    .contains(folder.resolve("copies")
                            .resolve(name)
                            .resolve(Integer.toString(i))
                            .toString());
        }
        assertThat(own).anyMatch(line -> line.contains("expected a content of SHA-256"));
    }

    /** The files of one thing that is saved. */
    private static List<Path> filesOf(String name) throws IOException {
        Path saved = folder.resolve(name);
        if (!Files.isDirectory(saved)) {
            return List.of(saved);
        }
        try (Stream<Path> files = Files.list(saved)) {
            return files.sorted().toList();
        }
    }

    /**
     * The ways in which a file is damaged: cut off, a bit flipped, a tensor lost or of another shape, metadata lost or
     * changed.
     */
    private static List<Damage> damages(Path file) throws IOException {
        List<Damage> all = new ArrayList<>();
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(1);
        for (int i = 0; i < 12; i++) {
            int length = random.nextInt(bytes.length);
            all.add(path -> Files.write(path, Arrays.copyOf(bytes, length)));
        }
        for (int i = 0; i < 60; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            all.add(path -> Files.write(path, flipped));
        }
        Safetensors whole = Safetensors.open(file);
        for (String name : whole.names()) {
            all.add(path -> Tamper.tensors(path, tensors -> tensors.remove(name)));
            all.add(path -> Tamper.tensors(path, tensors -> tensors.put(name, Weight.of(new float[77], 7, 11))));
            all.add(path -> Tamper.tensors(path, tensors -> tensors.put(name, Weight.of(new float[0], 0, 1 << 30))));
        }
        for (String key : List.of("form", "kind", "settings", "layers", "outputs", "training_set")) {
            all.add(path -> Tamper.metadata(path, metadata -> metadata.remove(key)));
            if (!key.equals("training_set")) {
                all.add(path -> Tamper.metadata(path, metadata -> metadata.put(key, "[null]")));
            }
        }
        return all;
    }

    @FunctionalInterface
    private interface Damage {
        void apply(Path file) throws IOException;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            Files.copy(from, to);
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    /** Opens the copies of everything in a process whose engine is missing; a line for each. */
    private static List<String> openedWithoutAnEngine(Path copies) throws Exception {
        Path output = copies.resolveSibling("lines.txt");
        ProcessBuilder child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "org.modeljungle.search.DamageTest$Opening",
                        copies.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        child.environment().put("PYTORCH_LIBRARY_PATH", copies.toString());
        Process process = child.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readAllLines(output);
    }

    /** The process without an engine. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] arguments) {
            for (String name : saved()) {
                Path copies = Path.of(arguments[0]).resolve(name);
                for (int i = 0; Files.exists(copies.resolve(Integer.toString(i))); i++) {
                    System.out.println(said(name, i, copies.resolve(Integer.toString(i))));
                }
            }
        }

        private static String said(String name, int number, Path copy) {
            String which = name + " " + number;
            try {
                open(name, copy);
                return "opened " + which;
            } catch (IllegalArgumentException | UncheckedIOException e) {
                return ("refused " + which + ": " + e.getMessage()).replace('\n', ' ');
            } catch (Throwable e) {
                return ("failed " + which + ": " + e).replace('\n', ' ');
            }
        }

        private static void open(String name, Path copy) {
            if (name.equals("mixture")) {
                TreeExperts.open(copy);
            } else if (name.startsWith("alignment")) {
                AlignmentReader.open(copy, ENCODER);
            } else {
                Expert.Reader.open(copy);
            }
        }
    }

    private static Map<String, LayerBank> banks() {
        Map<String, LayerBank> banks = new LinkedHashMap<>();
        for (String layer : List.of("q", "k")) {
            float[] values = SEEDS.split(layer).normal(MODELS * 12);
            banks.put(layer, new LayerBank(layer, new Dense(MODELS, 3, 4, values)));
        }
        return banks;
    }

    /** One layer of factors, one of whole matrices. */
    private static Map<String, LayerBank> factored() {
        Map<String, LayerBank> banks = banks();
        float[] up = SEEDS.split("up").normal(MODELS * 5);
        float[] down = SEEDS.split("down").normal(MODELS * 6);
        banks.put("v", new LayerBank("v", new LowRank(MODELS, 5, 6, 1, up, down)));
        banks.remove("k");
        return banks;
    }

    private static float[][] unit(List<String> texts) {
        float[][] rows = new float[texts.size()][4];
        for (int i = 0; i < rows.length; i++) {
            rows[i][List.of("red", "blue", "green", "black").indexOf(texts.get(i))] = 1;
        }
        return rows;
    }
}
