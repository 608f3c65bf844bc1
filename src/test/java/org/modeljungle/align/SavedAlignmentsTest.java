package org.modeljungle.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;
import org.modeljungle.Version;
import org.modeljungle.experiment.Experiment;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Tamper;
import org.modeljungle.weights.Weight;

/** Alignments with a kernel, and calibrated ones, by themselves and as files. */
class SavedAlignmentsTest {

    private static final Seeds SEEDS = new Seeds(21);
    private static final GaussianKernel KERNEL = new GaussianKernel(.7);

    private final World world = new World(SEEDS, 6, 6, 4); // 36 concepts, 144 models
    private final TextEncoder encoder = TextEncoder.named("world-21", world::encode);
    private final List<String> captions = world.captions();
    private final Split split = Split.draw(captions, 9, 1, SEEDS);
    private final Map<String, LayerBank> banks = banks();
    private final AlignmentTask task = new AlignmentTask(banks, captions, split, encoder);

    @TempDir
    Path folder;

    /** One layer of factors, one of whole matrices. */
    private Map<String, LayerBank> banks() {
        Map<String, LayerBank> two = new LinkedHashMap<>();
        two.put("v", world.layer("v", .2));
        two.put("q", world.layer("q", .3).dense());
        return two;
    }

    private Map<String, LayerBank> some(int... models) {
        Map<String, LayerBank> chosen = new LinkedHashMap<>();
        banks.forEach((name, bank) -> chosen.put(name, bank.select(models)));
        return chosen;
    }

    /** Files of held-out models, as they come later. */
    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (int model : split.heldOut()) {
            Map<String, Weight> tensors = new LinkedHashMap<>();
            banks.forEach((layer, bank) -> tensors.put(layer + ".weight", Weight.of(bank.matrix(model), 10, 8)));
            files.add(folder.resolve(model + ".safetensors"));
            Safetensors.write(files.get(files.size() - 1), tensors, Map.of());
        }
        return files;
    }

    /** Saves, opens, and compares all that is read of files, bit for bit. */
    private AlignmentReader assertSaved(AlignmentReader reader) throws IOException {
        Path file = folder.resolve("alignment.safetensors");
        reader.save(file);
        AlignmentReader opened = AlignmentReader.open(file, encoder);
        List<Path> later = files();
        Map<String, LayerBank> read = LayerBank.read(later, opened.layers());
        assertThat(opened.layers()).isEqualTo(reader.layers());
        assertThat(opened.modelVectors(later)).isDeepEqualTo(reader.modelVectors(later));
        assertThat(opened.textVectors(captions)).isDeepEqualTo(reader.textVectors(captions));
        assertThat(opened.scores(read, captions)).isDeepEqualTo(reader.scores(read, captions));
        assertThat(opened.read(later, captions)).isEqualTo(reader.read(later, captions));
        assertThat(opened.parameters()).isEqualTo(reader.parameters());
        assertThat(opened.flops()).isEqualTo(reader.flops());
        Path again = folder.resolve("again.safetensors");
        opened.save(again);
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
        return opened;
    }

    @Test
    void aKernelsReaderEqualsTheRidgeItComesFrom() throws IOException {
        RidgeAlignment aligned = RidgeAlignment.gaussian(task, KERNEL);
        AlignmentReader opened = assertSaved(aligned.reader(banks));
        assertThat(opened.layers()).containsExactly(new LayerSize("v", 10, 8), new LayerSize("q", 10, 8));
        List<String> nine = captions.subList(0, 9);
        float[][] dual = aligned.scores(split.heldOut(), nine);
        float[][] read = opened.scores(some(split.heldOut()), nine);
        for (int i = 0; i < dual.length; i++) {
            assertThat(read[i]).containsExactly(dual[i], within(1e-4f));
        }
        assertThat(ZeroShot.classify(opened.on(banks), split.heldOut(), captions)
                        .accuracy())
                .isEqualTo(ZeroShot.classify(aligned, split.heldOut(), captions).accuracy())
                .isGreaterThan(.9);
    }

    @Test
    void itsFileHoldsTheTrainingModelsInTheirSmallestForm() {
        Path file = folder.resolve("kernel.safetensors");
        RidgeAlignment.gaussian(task, KERNEL).reader(banks).save(file);
        ArtifactFile saved = ArtifactFile.open(file);
        assertThat(saved.kind()).isEqualTo("ridge-alignment");
        assertThat(saved.about().trainingSet())
                .isEqualTo(RidgeAlignment.allLayers(task)
                        .reader(banks)
                        .artifact()
                        .about()
                        .trainingSet());
        assertThat(saved.safetensors().metadata()).containsEntry("modeljungle", Version.current());
        int train = split.train().length;
        assertThat(saved.safetensors().names())
                .containsExactlyInAnyOrder("alpha", "mean", "v.centre", "v.up", "v.down", "q.centre", "q.train");
        assertThat(saved.safetensors().info("v.up").shape()).containsExactly((long) train, 10L, 2L);
        assertThat(saved.safetensors().info("q.train").shape()).containsExactly((long) train, 10L, 8L);
    }

    @Test
    void aCalibratedAlignmentReadsTheSame() throws IOException {
        for (Aligner inner : List.of(
                RidgeAligner.allLayers(),
                new GaussianAligner("kernel", KERNEL),
                MetanetworkAligner.of("v", MetanetworkAlignment.Settings.PROBEX.withEpochs(2)))) {
            Alignment aligned = aligned(inner);
            String seen = captions.get(split.train()[0]);
            CalibratedAlignment calibrated = new CalibratedAlignment(aligned, .3, Set.of(seen));
            AlignmentReader plain = inner.reader(aligned, task).orElseThrow();
            AlignmentReader opened = assertSaved(
                    CalibratedAligner.of(inner).reader(calibrated, task).orElseThrow());
            int[] two = {split.heldOut()[0], split.heldOut()[1]};
            List<String> words = List.of(seen, captions.get(two[0]));
            float[][] lowered = opened.scores(some(two), words);
            float[][] whole = plain.scores(some(two), words);
            for (int i = 0; i < 2; i++) {
                assertThat(lowered[i]).containsExactly(whole[i][0] - .3f, whole[i][1]);
            }
            assertThat(opened.on(some(two)).scores(new int[] {0, 1}, words)).isDeepEqualTo(lowered);
            assertThat(opened.network().isPresent()).isEqualTo(plain.network().isPresent());
        }
    }

    @Test
    void aCorrectedAlignmentReadsTheSame() throws IOException {
        for (Aligner inner : List.of(RidgeAligner.allLayers(), new GaussianAligner("kernel", KERNEL))) {
            CslsAligner aligner = CslsAligner.of(inner).withNeighbours(3);
            Alignment aligned = aligned(aligner);
            AlignmentReader opened = assertSaved(aligner.reader(aligned, task).orElseThrow());
            List<String> words = List.of(captions.get(0), captions.get(split.heldOut()[0]));
            float[][] expected = aligned.scores(split.heldOut(), words);
            float[][] scores = opened.scores(some(split.heldOut()), words);
            for (int i = 0; i < scores.length; i++) {
                assertThat(scores[i]).containsExactly(expected[i], within(1e-4f));
            }
            assertThat(opened.on(banks).scores(split.heldOut(), words)[0]).containsExactly(scores[0], within(1e-6f));
        }
        CslsAligner aligner = CslsAligner.of(RidgeAligner.allLayers());
        aligner.save(aligned(aligner), task, folder.resolve("a"));
        Tamper.metadata(folder.resolve("a"), "settings", "\"neighbours\":10", "\"neighbours\":0");
        refused().hasMessageEndingWith("as many as there are training models, found 0");
    }

    @Test
    void bothDirectionsReadTheSame() throws IOException {
        for (Aligner inner :
                List.of(RidgeAligner.allLayers(), RidgeAligner.bestLayer(), new GaussianAligner("kernel", KERNEL))) {
            CslsAligner aligner = CslsAligner.of(TwoWayAligner.of(inner));
            Alignment aligned = aligned(aligner);
            AlignmentReader opened = assertSaved(aligner.reader(aligned, task).orElseThrow());
            float[][] expected = aligned.scores(split.heldOut(), captions.subList(0, 9));
            float[][] scores = opened.scores(some(split.heldOut()), captions.subList(0, 9));
            float[][] vectors = aligned.modelVectors(split.heldOut());
            float[][] read = opened.modelVectors(some(split.heldOut()));
            for (int i = 0; i < scores.length; i++) {
                assertThat(scores[i]).containsExactly(expected[i], within(1e-4f));
                assertThat(read[i]).containsExactly(vectors[i], within(1e-4f));
            }
        }
        TwoWayAligner aligner = TwoWayAligner.of(RidgeAligner.allLayers());
        aligner.save(aligned(aligner), task, folder.resolve("a"));
        Tamper.metadata(folder.resolve("a"), "settings", "\"share\":0", "\"share\":1");
        refused()
                .hasMessageContaining("two-way-alignment in " + folder.resolve("a")
                        + ": expected a share of the first direction between 0 and 1, found 1.");
        Tamper.metadata(folder.resolve("a"), "settings", "\"width\":12", "\"width\":99");
        refused()
                .hasMessageContaining(
                        "expected vectors of texts, captions and coordinates of models, found 99 numbers");
        Tamper.metadata(folder.resolve("a"), "settings", "residual-maps", "router");
        refused().hasMessage(folder.resolve("a") + ": expected residual-maps or kernel-map, found a router");
    }

    /** Twelve numbers cannot place 27 captions: what is left are coordinates that only rounding makes. */
    @Test
    void bothDirectionsReadTheSameOfASmallLayerFarFromZero() {
        float[] small = new float[captions.size() * 12];
        for (int model = 0; model < captions.size(); model++) {
            float[] whole = banks.get("q").matrix(model);
            for (int k = 0; k < 12; k++) {
                small[model * 12 + k] = 10 + whole[k];
            }
        }
        Map<String, LayerBank> one = Map.of("q", new LayerBank("q", new Dense(captions.size(), 4, 3, small)));
        AlignmentTask narrow = new AlignmentTask(one, captions, split, encoder);
        TwoWayAlignment both = TwoWayAlignment.of(RidgeAlignment.allLayers(narrow));
        assertThat(both.reverse().start().length).isLessThan(14);
        float[][] expected = both.modelVectors(split.heldOut());
        float[][] read = TwoWayReader.of(both, one).on(one).modelVectors(split.heldOut());
        for (int i = 0; i < read.length; i++) {
            assertThat(read[i]).containsExactly(expected[i], within(1e-3f));
        }
        assertThat(TwoWayReader.of(both, one).parameters()).isEqualTo(12L * both.width());
        assertThat(both.parameters()).isEqualTo(12L * both.width());
    }

    private Alignment aligned(Aligner aligner) {
        return Experiment.of("one", aligner.on(task)).train().get(0);
    }

    @Test
    void whatReadsNoWeightsHasNoReader() {
        RidgeAlignment bent = RidgeAlignment.of(KERNEL.of(aligned().gram()), captions, encoder);
        assertThatThrownBy(() -> bent.reader(banks))
                .hasMessageStartingWith("ridge alignment: expected one fitted on the layers' own cosines");
        assertThat(TwoWayAligner.of(RidgeAligner.allLayers()).reader(TwoWayAlignment.of(bent), task))
                .isEmpty();
        Path file = folder.resolve("none.safetensors");
        Aligner nameless = CalibratedAligner.of(RidgeAligner.allLayers());
        AlignmentTask other = new AlignmentTask(banks, captions, split, world::encode);
        CalibratedAlignment calibrated = new CalibratedAlignment(RidgeAlignment.allLayers(other), .1, Set.of("a"));
        assertThat(nameless.save(calibrated, other, file)).isFalse();
        assertThat(file).doesNotExist();
    }

    private RidgeAlignment aligned() {
        return RidgeAlignment.allLayers(task);
    }

    @Test
    void damagedFilesAreRefused() {
        RidgeAlignment.gaussian(task, KERNEL).reader(banks).save(folder.resolve("a"));
        String where = "kernel-map in " + folder.resolve("a");
        int train = split.train().length;
        Tamper.tensors(folder.resolve("a"), all -> all.put("v.up", Weight.of(new float[0], train, 10, 0)));
        refused().hasMessage(where + ": expected factors of rank 1 or more in layer 'v' [10, 8], found none");
        Tamper.metadata(folder.resolve("a"), "settings", "\"gamma\":0.7", "\"gamma\":-1");
        refused()
                .hasMessage(
                        where + ": expected its settings, found Gaussian kernel: expected a gamma above 0, found -1.0");
        Tamper.metadata(folder.resolve("a"), "settings", "\"gamma\":-1", "\"gamma\":1");
        Tamper.metadata(folder.resolve("a"), "settings", "\"train\":" + train, "\"train\":0");
        refused()
                .hasMessage(
                        where + ": expected a layer, a training model and an output, or more, found ['v' [10, 8], 'q'"
                                + " [10, 8]], 0 and 12");
        CalibratedAlignment calibrated = new CalibratedAlignment(aligned(), .1, Set.of("a"));
        Aligner aligner = CalibratedAligner.of(RidgeAligner.allLayers());
        aligner.save(calibrated, task, folder.resolve("a"));
        Tamper.metadata(folder.resolve("a"), "settings", "[\"a\"]", "[]");
        refused()
                .hasMessage("calibrated-alignment in " + folder.resolve("a")
                        + ": expected a finite number to subtract for 1 seen concept or more, found 0.1 for 0");
        Tamper.metadata(folder.resolve("a"), "settings", "[]", "[\"a\"]");
        Tamper.metadata(folder.resolve("a"), "settings", "ridge-alignment", "router");
        refused().hasMessageEndingWith("found a router");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused() {
        return assertThatThrownBy(() -> AlignmentReader.open(folder.resolve("a"), encoder))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
