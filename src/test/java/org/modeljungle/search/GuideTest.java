package org.modeljungle.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Bits;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.align.Aligner;
import org.modeljungle.align.Alignment;
import org.modeljungle.align.AlignmentReader;
import org.modeljungle.align.AlignmentTask;
import org.modeljungle.align.CalibratedAligner;
import org.modeljungle.align.CalibratedAlignment;
import org.modeljungle.align.CslsAligner;
import org.modeljungle.align.GaussianAligner;
import org.modeljungle.align.MetanetworkAligner;
import org.modeljungle.align.MetanetworkAlignment;
import org.modeljungle.align.RidgeAligner;
import org.modeljungle.align.RidgeAlignment;
import org.modeljungle.align.Split;
import org.modeljungle.align.TwoWayAligner;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.MultiKernelRidge;
import org.modeljungle.expert.OnResiduals;
import org.modeljungle.expert.Readers;
import org.modeljungle.expert.RidgeExpert;
import org.modeljungle.expert.TreeExperts;
import org.modeljungle.expert.WeightTask;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.OtherJvm;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.ScalarRidge;
import org.modeljungle.router.Fingerprinter;
import org.modeljungle.router.Fingerprints;
import org.modeljungle.router.Router;
import org.modeljungle.store.ClassTarget;
import org.modeljungle.store.LabelTarget;
import org.modeljungle.store.Models;
import org.modeljungle.store.NumberTarget;
import org.modeljungle.store.Target;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Tamper;
import org.modeljungle.weights.Weight;

/** Everything that has learnt, saved in one process, opened in this one and in a fresh one. */
class GuideTest {

    private static final int EACH = 16; // models of a tree
    private static final Seeds SEEDS = new Seeds(3);
    private static final TextEncoder ENCODER = TextEncoder.named("letters-1", GuideTest::letters);

    @TempDir
    Path folder;

    private final List<Path> files = new ArrayList<>();

    /** Two trees of small networks, whose heads differ in size. */
    @BeforeEach
    void models() throws IOException {
        Files.createDirectories(folder.resolve("models"));
        for (int i = 0; i < 2 * EACH; i++) {
            files.add(model("m%02d".formatted(i), i / EACH, i));
        }
    }

    private Path model(String name, int tree, int number) {
        Seeds ancestor = SEEDS.split("ancestor", tree);
        Seeds own = SEEDS.split("model", number);
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (String layer : List.of("q", "k")) {
            float[] values = ancestor.split(layer).normal(8 * 6);
            float[] change = own.split(layer).normal(8 * 6);
            for (int i = 0; i < values.length; i++) {
                values[i] += .2f * change[i];
            }
            weights.put(layer + ".weight", Weight.of(values, 8, 6));
        }
        int head = 2 + number % 3;
        weights.put("head.weight", Weight.of(own.split("head").normal(head * 6), head, 6));
        Path file = folder.resolve("models").resolve(name + ".safetensors");
        Safetensors.write(file, weights, Map.of());
        return file;
    }

    private static float[][] letters(List<String> texts) {
        float[][] rows = new float[texts.size()][4];
        for (int i = 0; i < rows.length; i++) {
            float[] own = new Seeds(texts.get(i).hashCode()).normal(4);
            double norm = Math.sqrt(own[0] * own[0] + own[1] * own[1] + own[2] * own[2] + own[3] * own[3]);
            for (int k = 0; k < 4; k++) {
                rows[i][k] = (float) (own[k] / norm);
            }
        }
        return rows;
    }

    private Router router() {
        int[] trees = new int[2 * EACH];
        for (int i = 0; i < trees.length; i++) {
            trees[i] = i / EACH;
        }
        Fingerprints known = Fingerprints.of(
                files.stream().map(Fingerprinter.DEFAULT::fingerprint).toList());
        return Router.fit(Fingerprinter.DEFAULT, known, trees).withNames(List.of("vit", "mae"));
    }

    private Map<String, LayerBank> banks(int tree) {
        List<Path> own = files.subList(tree * EACH, (tree + 1) * EACH);
        Map<String, LayerBank> banks = new LinkedHashMap<>();
        banks.put("q", LayerBank.read(own, "q"));
        banks.put("k", LayerBank.read(own, "k"));
        return banks;
    }

    private WeightTask task(int tree) {
        float[][] labels = new float[EACH][2];
        for (int i = 0; i < EACH; i++) {
            labels[i][i % 2] = 1;
        }
        int[] train = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        return new WeightTask(
                banks(tree), ClassTarget.of(labels), train, new int[] {10, 11, 12}, new int[] {13, 14, 15});
    }

    private static List<String> captions() {
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            captions.add(List.of("red", "blue", "green", "black").get(i / 4));
        }
        return captions;
    }

    private AlignmentReader ridgeAlignment() {
        Split split = Split.draw(captions(), 0, 0, SEEDS);
        return RidgeAlignment.allLayers(Gram.of(banks(0).values()), captions(), split.train(), ENCODER)
                .reader(banks(0));
    }

    private Guide guide() {
        Expert.Reader q = RidgeExpert.layer("q").fit(task(0), SEEDS);
        return Guide.of(router())
                .withExpert("vit", q, List.of("cat", "dog"))
                .withExpert("mae", new MultiKernelRidge().fit(task(1), SEEDS))
                .withAlignment("vit", ridgeAlignment(), List.of("red", "blue"));
    }

    @Test
    void itSaysTreeClassesAndWordsOfFilesThatComeLater() {
        Path later = model("later", 0, 99);
        Path stranger = model("stranger", 7, 98);
        Guide guide = guide();
        guide.save(folder.resolve("guide"));
        Guide opened = Guide.open(folder.resolve("guide"), ENCODER);
        List<Guide.Reading> readings = opened.read(Models.of(List.of(later, stranger, files.get(20))));
        assertThat(readings).isEqualTo(guide.read(List.of(later, stranger, files.get(20))));
        assertThat(readings).extracting(Guide.Reading::tree).containsExactly("vit", "", "mae");
        assertThat(readings.get(0).classes()).containsOnlyKeys("cat", "dog");
        assertThat(readings.get(0).words()).containsOnlyKeys("red", "blue");
        assertThat(List.copyOf(readings.get(0).words().values())).isSortedAccordingTo((a, b) -> Float.compare(b, a));
        assertThat(readings.get(1).classes()).isEmpty();
        assertThat(readings.get(2).words()).isEmpty();
        assertThat(readings).allMatch(reading -> reading.problem().isEmpty());
    }

    @Test
    void whatItSaysDependsOnWhatTheExpertReads() {
        int[] labels = new int[EACH];
        float[][] numbers = new float[EACH][];
        for (int i = 0; i < EACH; i++) {
            labels[i] = i % 3;
            numbers[i] = new float[] {1 + i};
        }
        WeightTask oneLabel = task(0).withTarget(new LabelTarget(List.of("oak", "elm", "ash"), labels));
        WeightTask number = task(1).withTarget(new NumberTarget(List.of("steps"), numbers));
        Guide guide = Guide.of(router())
                .withExpert("vit", RidgeExpert.allLayers().fit(oneLabel, SEEDS))
                .withExpert("mae", RidgeExpert.allLayers().fit(number, SEEDS));
        guide.save(folder.resolve("guide"));
        List<Guide.Reading> readings =
                Guide.open(folder.resolve("guide")).read(List.of(files.get(1), files.get(EACH + 1)));
        assertThat(readings.get(0).kind()).contains(Target.Kind.LABEL);
        assertThat(readings.get(0).known()).containsExactly("elm");
        assertThat(readings.get(1).kind()).contains(Target.Kind.NUMBERS);
        assertThat(readings.get(1).classes().get("steps")).isPositive();
        assertThat(readings.get(1).known()).isEmpty();
    }

    @Test
    void oneDamagedFileIsNamedAndDoesNotStopTheOthers() throws IOException {
        Path broken = folder.resolve("models/broken.safetensors");
        Files.writeString(broken, "nothing", StandardCharsets.UTF_8);
        List<Guide.Reading> readings = guide().read(List.of(files.get(0), broken, files.get(1)));
        assertThat(readings).extracting(Guide.Reading::tree).containsExactly("vit", "", "vit");
        assertThat(readings.get(1).problem()).startsWith(broken + ": expected a safetensors file");
        assertThatThrownBy(() -> guide().readAllOrThrow(List.of(files.get(0), broken)))
                .hasMessageStartingWith(broken + ": expected a safetensors file");
        assertThatThrownBy(() -> guide().readAllOrThrow(Models.of(List.of(broken))))
                .hasMessageStartingWith(broken + ": expected a safetensors file");
        assertThat(guide().readAllOrThrow(Models.of(files))).isEqualTo(guide().read(files));
    }

    /** All that can be refused is refused before the first file is replaced. */
    @Test
    void whatCannotBeSavedLeavesWhatWasSaved() {
        Path saved = folder.resolve("guide");
        guide().save(saved);
        List<Guide.Reading> before = Guide.open(saved, ENCODER).read(files);
        Guide other = guide().withExpert("vit", RidgeExpert.layer("k").fit(task(0), SEEDS), List.of("cat", "dog"));
        assertThatThrownBy(
                        () -> other.withExpert("mae", new Own(), List.of("a")).save(saved))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("reader: expected one that says what a file holds of it");
        AlignmentReader unnamed = RidgeAlignment.allLayers(
                        Gram.of(banks(0).values()),
                        captions(),
                        Split.draw(captions(), 0, 0, SEEDS).train(),
                        GuideTest::letters)
                .reader(banks(0));
        assertThatThrownBy(() ->
                        other.withAlignment("mae", unnamed, List.of("red")).save(saved))
                .hasMessageStartingWith("alignment: expected a text encoder with a digest");
        assertThat(Guide.open(saved, ENCODER).read(files)).isEqualTo(before);

        Path mixture = folder.resolve("mixture");
        Expert.Reader q = RidgeExpert.layer("q").fit(task(0), SEEDS);
        Expert.Reader k = RidgeExpert.layer("k").fit(task(0), SEEDS);
        new TreeExperts(router(), Map.of(0, q, 1, q)).save(mixture);
        assertThatThrownBy(() -> new TreeExperts(router(), Map.of(0, k, 1, new Own())).save(mixture))
                .hasMessageStartingWith("reader: expected one that says what a file holds of it");
        assertThat(TreeExperts.open(mixture).outputs(files.subList(0, 2)))
                .isDeepEqualTo(q.outputs(files.subList(0, 2)));
    }

    /** A reader of one's own that has a form as a file, and what learns it. */
    private record Votes(float vote, Artifact.About about) implements Expert.Reader {

        static final String KIND = "votes";

        private record Nothing() {}

        static Votes of(ArtifactFile file) {
            return new Votes(file.floats("vote", 1)[0], file.about());
        }

        @Override
        public float[][] outputs(Map<String, LayerBank> models) {
            LayerBank bank = models.get("q");
            float[][] outputs = new float[bank.models()][2];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i][0] = vote + bank.matrix(i)[0];
            }
            return outputs;
        }

        @Override
        public boolean isSavable() {
            return true;
        }

        @Override
        public Artifact artifact() {
            return new Artifact(KIND, new Nothing(), about, Map.of("vote", Weight.of(new float[] {vote}, 1)));
        }

        @Override
        public long parameters() {
            return 1;
        }

        @Override
        public long flops() {
            return 1;
        }
    }

    private record Vote(String name) implements Expert {
        @Override
        public List<String> layers(WeightTask task) {
            return List.of("q");
        }

        @Override
        public long steps(WeightTask task) {
            return 0;
        }

        @Override
        public Reader fit(WeightTask task, Seeds seeds, Progress progress) {
            return new Votes(3, task.about(List.of("q")));
        }
    }

    @Test
    void readersOfOnesOwnAreOpenedInsideOthers() {
        Map<String, Function<ArtifactFile, Expert.Reader>> own = Map.of(Votes.KIND, Votes::of);
        Expert.Reader plain = new Vote("vote").fit(task(0), SEEDS);
        Expert.Reader residual = new OnResiduals(new Vote("vote")).fit(task(0), SEEDS);
        Path file = folder.resolve("residual.safetensors");
        residual.save(file);
        assertThat(Readers.open(file, own).outputs(files.subList(0, 3)))
                .isDeepEqualTo(residual.outputs(files.subList(0, 3)));
        assertThatThrownBy(() -> Expert.Reader.open(file)).hasMessageEndingWith("found a votes");

        Path mixture = folder.resolve("mixture");
        new TreeExperts(router(), Map.of(0, plain, 1, residual)).save(mixture);
        assertThat(TreeExperts.open(mixture, own).outputs(files.subList(0, 3)))
                .isDeepEqualTo(plain.outputs(files.subList(0, 3)));
        assertThatThrownBy(() -> TreeExperts.open(mixture)).hasMessageEndingWith("found a votes");

        Path saved = folder.resolve("guide");
        Guide guide = guide().withExpert("vit", residual, List.of("cat", "dog"));
        guide.save(saved);
        assertThat(Guide.open(saved, Optional.of(ENCODER), own).read(files)).isEqualTo(guide.read(files));
        assertThatThrownBy(() -> Guide.open(saved, ENCODER)).hasMessageEndingWith("found a votes");
    }

    /** An alignment of one's own that has a form as a file: a caption fits by its length. */
    private record Lengths(float factor, TextEncoder encoder) implements AlignmentReader {

        static final String KIND = "lengths";

        static Lengths of(ArtifactFile file, TextEncoder encoder) {
            return new Lengths(file.floats("factor", 1)[0], encoder);
        }

        @Override
        public List<LayerSize> layers() {
            return List.of(new LayerSize("q", 8, 6));
        }

        @Override
        public float[][] modelVectors(Map<String, LayerBank> models) {
            float[][] vectors = new float[models.get("q").models()][1];
            for (float[] vector : vectors) {
                vector[0] = factor;
            }
            return vectors;
        }

        @Override
        public float[][] textVectors(List<String> captions) {
            return captions.stream()
                    .map(caption -> new float[] {caption.length()})
                    .toArray(float[][]::new);
        }

        @Override
        public Artifact artifact() {
            Artifact.About about = new Artifact.About(layers(), List.of(), "");
            return new Artifact(KIND, Map.of(), about, Map.of("factor", Weight.of(new float[] {factor}, 1)));
        }
    }

    /** What learns it: nothing is learnt. */
    private record Lengthy(String name) implements Aligner {
        @Override
        public long steps(AlignmentTask task) {
            return 0;
        }

        @Override
        public Alignment fit(AlignmentTask task, TrainingContext context) {
            return new Lengths(.5f, task.encoder()).on(task.banks());
        }

        @Override
        public Optional<AlignmentReader> reader(Alignment aligned, AlignmentTask task) {
            return Optional.of(new Lengths(.5f, task.encoder()));
        }
    }

    @Test
    void alignmentsOfOnesOwnAreOpenedInsideOthers() {
        Map<String, BiFunction<ArtifactFile, TextEncoder, AlignmentReader>> own = Map.of(Lengths.KIND, Lengths::of);
        AlignmentTask task = new AlignmentTask(banks(0), captions(), Split.draw(captions(), 0, 0, SEEDS), ENCODER);
        Alignment plain = new Lengths(.5f, ENCODER).on(banks(0));
        Aligner calibrated = CalibratedAligner.of(new Lengthy("lengthy"));
        Path file = folder.resolve("lengths.safetensors");
        assertThat(calibrated.save(new CalibratedAlignment(plain, 1.25, Set.of("black")), task, file))
                .isTrue();
        AlignmentReader opened = AlignmentReader.open(file, ENCODER, own);
        assertThat(opened.scores(banks(0), List.of("red", "black"))[3]).containsExactly(1.5f, 1.25f);
        assertThatThrownBy(() -> AlignmentReader.open(file, ENCODER)).hasMessageEndingWith("found a lengths");

        Path saved = folder.resolve("guide");
        Guide guide = guide().withAlignment("vit", opened, List.of("red", "black"));
        guide.save(saved);
        assertThat(Guide.open(saved, Optional.of(ENCODER), Map.of(), own).read(files))
                .isEqualTo(guide.read(files));
        assertThatThrownBy(() -> Guide.open(saved, ENCODER)).hasMessageEndingWith("found a lengths");
        assertThat(guide.read(files.get(0)).words()).containsExactly(Map.entry("red", 1.5f), Map.entry("black", 1.25f));
    }

    /** A reader that has no form as a file. */
    private record Own() implements Expert.Reader {
        @Override
        public float[][] outputs(Map<String, LayerBank> models) {
            return new float[models.values().iterator().next().models()][3];
        }

        @Override
        public List<String> layersRead() {
            return List.of("q");
        }

        @Override
        public long parameters() {
            return 0;
        }

        @Override
        public long flops() {
            return 0;
        }
    }

    @Test
    void outputsOfAMixtureAreOneRowAModel() {
        Expert.Reader q = RidgeExpert.layer("q").fit(task(0), SEEDS);
        Path unrelated = model("unrelated", 7, 98);
        List<Path> asked = List.of(files.get(0), unrelated, files.get(20));
        TreeExperts alike = new TreeExperts(router(), Map.of(0, q, 1, q));
        assertThat(alike.outputs(Models.of(asked)))
                .isDeepEqualTo(alike.outputs(asked))
                .hasDimensions(3, 2);
        assertThat(alike.outputs(asked)[1]).containsOnly(0);
        TreeExperts different = new TreeExperts(router(), Map.of(0, q, 1, new Own()));
        assertThat(different.outputs(asked.subList(0, 2))).hasDimensions(2, 2);
        assertThatThrownBy(() -> different.outputs(asked))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tree experts: expected experts with as many outputs for each tree, found [2, 3]; read(...)"
                        + " gives each model those of its own tree");
        assertThatThrownBy(() -> alike.outputs(List.of(unrelated)))
                .hasMessage("tree experts: expected a model of a known tree or more, found none of 1");
        assertThatThrownBy(() -> new TreeExperts(router(), Map.of(0, q, 1, q, 2, q)))
                .hasMessage("tree experts: expected readers for the trees 0 to 1, found one for tree 2");
    }

    @Test
    void changedMissingAndOtherFilesAreNamed() throws IOException {
        Path saved = folder.resolve("guide");
        guide().save(saved);
        assertThatThrownBy(() -> Guide.open(saved))
                .hasMessage(saved.resolve("guide.safetensors") + ": expected the text encoder of its alignments, found"
                        + " none; give it: Guide.open(folder, encoder)");
        assertThatThrownBy(() -> Guide.open(saved, TextEncoder.named("other", GuideTest::letters)))
                .hasMessageContaining("expected the text encoder 'letters-1', found 'other'");
        Tamper.metadata(saved.resolve("expert-0.safetensors"), all -> all.put("more", "text"));
        assertThatThrownBy(() -> Guide.open(saved, ENCODER))
                .hasMessageStartingWith(
                        saved.resolve("guide.safetensors") + ": expected 'expert-0.safetensors' of" + " SHA-256 ")
                .hasMessageEndingWith("; it is damaged or of another saving");
        Files.delete(saved.resolve("expert-0.safetensors"));
        assertThatThrownBy(() -> Guide.open(saved, ENCODER))
                .hasMessage(saved.resolve("guide.safetensors")
                        + ": expected 'expert-0.safetensors' beside it, found none; save the whole again");
        router().withNames(List.of("vit", "cnn")).save(saved.resolve("router.safetensors"));
        assertThatThrownBy(() -> Guide.open(saved, ENCODER))
                .hasMessageStartingWith(
                        saved.resolve("guide.safetensors") + ": expected 'router.safetensors' of SHA-256 ");
        assertThatThrownBy(() -> router().withNames(List.of("vit", "vit")))
                .hasMessage("router: expected a name of its own for each of 2 trees, found [vit, vit]");
        assertThatThrownBy(
                        () -> guide().withExpert("cnn", RidgeExpert.layer("q").fit(task(0), SEEDS)))
                .hasMessage("guide: expected one of the trees [vit, mae], found 'cnn'");
    }

    /** One of each kind that is saved; experts' readers and probing methods have such a test where they are. */
    private record Everything(
            Router router,
            TreeExperts mixture,
            ScalarRidge scalar,
            Map<String, AlignmentReader> alignments,
            Guide guide) {

        void save(Path folder) {
            router.save(folder.resolve("router"));
            mixture.save(folder.resolve("mixture"));
            scalar.save(folder.resolve("scalar"));
            alignments.forEach(
                    (name, reader) -> reader.save(folder.resolve("alignments").resolve(name)));
            guide.save(folder.resolve("guide"));
        }

        static Everything open(Path folder) {
            Map<String, AlignmentReader> alignments = new TreeMap<>();
            for (String name : folder.resolve("alignments").toFile().list()) {
                alignments.put(
                        name, AlignmentReader.open(folder.resolve("alignments").resolve(name), ENCODER));
            }
            return new Everything(
                    Router.open(folder.resolve("router")),
                    TreeExperts.open(folder.resolve("mixture")),
                    ScalarRidge.open(folder.resolve("scalar")),
                    alignments,
                    Guide.open(folder.resolve("guide"), ENCODER));
        }

        /** What each says of models of both trees, to the last bit. */
        List<String> says(Path folder) {
            List<Path> files = IntStream.range(EACH - 2, EACH + 2)
                    .mapToObj(i -> folder.resolve("models/m%02d.safetensors".formatted(i)))
                    .toList();
            List<String> lines = new ArrayList<>();
            lines.add("router: " + router.route(files));
            lines.add("mixture: " + Bits.of(mixture.outputs(files)));
            lines.add("scalar ridge: " + Arrays.toString(scalar.predict(files)));
            alignments.forEach((name, reader) -> {
                float[][] scores = reader.scores(LayerBank.read(files, reader.layers()), List.of("red", "blue"));
                lines.add(name + ": " + Bits.of(reader.modelVectors(files), scores));
            });
            lines.add("guide: " + guide.read(files));
            return lines;
        }
    }

    @Test
    void aFreshProcessReadsTheSameBits() throws Exception {
        Map<Integer, Expert.Reader> readers = Map.of(
                0, RidgeExpert.layer("k").fit(task(0), SEEDS),
                1, RidgeExpert.allLayers().fit(task(1), SEEDS));
        double[] numbers = IntStream.range(0, EACH).mapToDouble(Math::sin).toArray();
        Everything here = new Everything(
                router(),
                new TreeExperts(router(), readers),
                ScalarRidge.fit(banks(0), numbers),
                alignments(),
                guide());
        here.save(folder);
        assertThat(OtherJvm.said(Fresh.class, List.of(), folder).lines()).containsSubsequence(here.says(folder));
    }

    /** The fresh process. */
    static final class Fresh {
        private Fresh() {}

        public static void main(String... arguments) {
            Path folder = Path.of(arguments[0]);
            Everything.open(folder).says(folder).forEach(System.out::println);
        }
    }

    /** Of each kind of file and with each network, as they are and calibrated, for hubs, and of both directions. */
    private Map<String, AlignmentReader> alignments() {
        AlignmentTask task = new AlignmentTask(banks(0), captions(), Split.draw(captions(), 0, 1, SEEDS), ENCODER);
        Map<String, AlignmentReader> readers = new TreeMap<>();
        for (Aligner aligner : List.of(
                RidgeAligner.allLayers(),
                GaussianAligner.of(1),
                network(new ProbeX.Settings(6, 5, 4, true)),
                network(new MvProbe.Settings(6, 5, 4)),
                network(new DenseNetwork.Settings(4)))) {
            Alignment plain = Experiment.of("one", aligner.on(task)).train().get(0);
            CalibratedAlignment calibrated = new CalibratedAlignment(plain, .1, Set.of("red"));
            Aligner outer = CalibratedAligner.of(aligner);
            readers.put(aligner.name(), aligner.reader(plain, task).orElseThrow());
            readers.put(outer.name(), outer.reader(calibrated, task).orElseThrow());
        }
        for (Aligner around : List.of(
                CslsAligner.of(RidgeAligner.allLayers()).withNeighbours(3),
                TwoWayAligner.of(RidgeAligner.allLayers()))) {
            Alignment aligned = Experiment.of("one", around.on(task)).train().get(0);
            readers.put(around.name(), around.reader(aligned, task).orElseThrow());
        }
        assertThat(readers.values().stream().map(reader -> reader.artifact().kind()))
                .containsAll(AlignmentReader.KINDS);
        assertThat(readers.values().stream().flatMap(reader -> reader.network().stream()))
                .extracting(Object::getClass)
                .contains(Metanetwork.class.getPermittedSubclasses());
        return readers;
    }

    private static Aligner network(Metanetwork.Architecture network) {
        return MetanetworkAligner.of(
                "q", MetanetworkAlignment.Settings.PROBEX.withNetwork(network).withEpochs(2));
    }
}
