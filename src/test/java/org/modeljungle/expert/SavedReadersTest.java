package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Bits;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.OtherJvm;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.store.ClassTarget;
import org.modeljungle.store.LabelTarget;
import org.modeljungle.store.NumberTarget;
import org.modeljungle.store.Target;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Tamper;
import org.modeljungle.weights.Weight;

/** Each expert's reader, saved and opened. */
class SavedReadersTest {

    private static final int MODELS = 24;
    private static final int ROWS = 5;
    private static final int COLS = 6;
    private static final WeightTask TASK = task();
    private static final WeightTask NUMBERS = TASK.withTarget(numbers());
    private static final MetanetworkFit.Settings SHORT =
            MetanetworkFit.Settings.CLASSIFICATION.withEpochs(2).withRate(1e-2);

    private static final MetanetworkExpert PROBEX =
            new MetanetworkExpert("probex", "a", new ProbeX.Settings(6, 5, 4, true), SHORT);
    private static final Map<String, Expert.Reader> FITTED = new ConcurrentHashMap<>();

    @TempDir
    Path folder;

    /** All of the main table, each on whole weights and on residuals. */
    static List<Learner> learners() {
        List<Expert> experts = new ArrayList<>(List.of(
                new RandomExpert(),
                new StatNn(SHORT),
                new MetanetworkExpert("dense", "a", DenseNetwork.Settings.CLASSIFICATION, SHORT),
                PROBEX,
                new MetanetworkExpert("probex-linear", "b", new ProbeX.Settings(6, 5, 4, false), SHORT),
                new MetanetworkExpert("probex-deep", "a", new ProbeX.Settings(6, 5, 4, true, 2, 2), SHORT),
                new MetanetworkExpert("mvprobe", "a", new MvProbe.Settings(6, 5, 4), SHORT),
                RidgeExpert.layer("b"),
                RidgeExpert.allLayers(),
                new MultiKernelRidge().unwhitened(),
                new MultiKernelRidge("multi-kernel-ridge-quarter", List.of(.25))));
        List<Learner> learners = new ArrayList<>();
        experts.forEach(expert -> learners.add(new Learner(expert, TASK)));
        for (Expert expert : List.of(new RandomExpert(), new StatNn(SHORT), PROBEX, RidgeExpert.layer("b"))) {
            learners.add(new Learner(expert, NUMBERS));
            learners.add(new Learner(expert, TASK.withTarget(labels())));
        }
        learners.add(new Learner(new ScalarRidgeExpert(), NUMBERS));
        List.copyOf(learners)
                .forEach(learner -> learners.add(new Learner(new OnResiduals(learner.expert), learner.task)));
        return learners;
    }

    /** An expert, and what it learns. */
    record Learner(Expert expert, WeightTask task) {
        Expert.Reader fit() {
            return FITTED.computeIfAbsent(toString(), name -> expert.fit(task, new Seeds(1)));
        }

        /** What a reader says of later models, to the last bit. */
        String says(Expert.Reader reader) {
            Map<String, LayerBank> later = TASK.select(20, 21, 23);
            return this + ": " + Bits.of(reader.outputs(later), reader.representations(later));
        }

        @Override
        public String toString() {
            return expert.name() + " of " + task.target().kind();
        }
    }

    /** Of each kind of file, and of each network that one may hold. */
    @Test
    void aFreshProcessReadsTheSameBits() throws Exception {
        Set<String> kinds = new HashSet<>();
        Set<String> networks = new HashSet<>();
        List<String> here = new ArrayList<>();
        for (Learner learner : learners()) {
            Path file = folder.resolve(learner.toString());
            learner.fit().save(file);
            ArtifactFile saved = ArtifactFile.open(file);
            kinds.add(saved.kind());
            networks.add(saved.safetensors().metadata().getOrDefault("network", ""));
            here.add(learner.says(learner.fit()));
        }
        assertThat(kinds).isEqualTo(Readers.kinds(Map.of()).keySet());
        assertThat(networks).hasSize(1 + Metanetwork.class.getPermittedSubclasses().length);
        assertThat(here).doesNotHaveDuplicates();
        assertThat(OtherJvm.said(Fresh.class, List.of(), folder).lines()).containsSubsequence(here);
    }

    /** The fresh process. */
    static final class Fresh {
        private Fresh() {}

        public static void main(String... arguments) {
            for (Learner learner : learners()) {
                Path file = Path.of(arguments[0]).resolve(learner.toString());
                System.out.println(learner.says(Expert.Reader.open(file)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("learners")
    void whatWasSavedReadsTheSame(Learner learner) throws IOException {
        Expert.Reader reader = learner.fit();
        Path file = folder.resolve("reader.safetensors");
        reader.save(file);
        Expert.Reader opened = Expert.Reader.open(file);
        Map<String, LayerBank> later = TASK.select(20, 21, 23);
        assertThat(opened.outputs(later)).isDeepEqualTo(reader.outputs(later)).hasDimensions(3, 2);
        assertThat(opened.representations(later)).isDeepEqualTo(reader.representations(later));
        assertThat(opened.about()).isEqualTo(reader.about());
        assertThat(opened.about().trainingSet()).hasSize(64);
        assertThat(opened.targetKind()).contains(learner.task.target().kind());
        assertThat(opened.parameters()).isEqualTo(reader.parameters());
        assertThat(opened.flops()).isEqualTo(reader.flops());
        assertThat(opened.history()).isEqualTo(reader.history());
        assertThat(opened.numbers()).isEqualTo(reader.numbers());
        Path again = folder.resolve("again.safetensors");
        opened.save(again);
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
    }

    @ParameterizedTest
    @MethodSource("learners")
    void damageIsNamed(Learner learner) {
        Path file = folder.resolve("reader.safetensors");
        learner.fit().save(file);
        Tamper.tensors(file, all -> all.put("more", Weight.of(new float[1], 1)));
        refused(file).hasMessageContaining("found [more] too; it was written by something else");
        Tamper.tensors(file, all -> all.remove("more"));
        Tamper.metadata(file, all -> all.put("settings", "{}"));
        refused(file)
                .hasMessageMatching(".* in .*reader.safetensors: expected (its settings, found no '|the kind and"
                        + " settings of its 'reader', found none).*");
    }

    @ParameterizedTest
    @MethodSource("learners")
    void aFileOfAnotherTargetIsRefused(Learner learner) {
        Path file = folder.resolve("reader.safetensors");
        learner.fit().save(file);
        Tamper.metadata(file, all -> all.put("target", "colours"));
        refused(file).hasMessageContaining(file + ": expected the target [labels, label, numbers], found 'colours'");
        Tamper.metadata(file, all -> all.put("outputs", "[\"cat\"]"));
        Tamper.metadata(file, all -> all.remove("target"));
        refused(file).hasMessageContaining(file + ": expected a name for each of its 2 outputs, found [cat]");
    }

    @Test
    void readersWhoseTargetIsUnknownSaySo() {
        Path file = folder.resolve("reader.safetensors");
        RidgeExpert.layer("a").fit(TASK, new Seeds(1)).save(file);
        Tamper.metadata(file, all -> all.remove("target"));
        assertThat(Expert.Reader.open(file).targetKind()).isEmpty();
        new OnResiduals(new StatNn(SHORT)).fit(TASK, new Seeds(1)).save(file);
        Tamper.metadata(file, all -> all.remove("target"));
        assertThat(Expert.Reader.open(file).targetKind()).contains(Target.Kind.LABELS); // by its head
        Tamper.metadata(file, all -> all.put("target", "numbers"));
        refused(file)
                .hasMessage("statnn in " + file + ": expected the target 'labels', which it reads, found 'numbers'");
    }

    @Test
    void missingAndBrokenTensorsAreNamed() {
        Path file = folder.resolve("reader.safetensors");
        new OnResiduals(RidgeExpert.layer("a")).fit(TASK, new Seeds(1)).save(file);
        Tamper.tensors(file, all -> all.put("residuals.a.spread", Weight.of(new float[] {0}, 1)));
        refused(file).hasMessage("on-residuals in " + file + ": expected a spread above 0, found 0.0");
        Tamper.tensors(file, all -> all.put("residuals.a.spread", Weight.of(new float[] {Float.NaN}, 1)));
        refused(file)
                .hasMessage("tensor 'residuals.a.spread' of on-residuals in " + file
                        + ": expected finite numbers, found NaN at element 0");
        Tamper.tensors(file, all -> all.put("residuals.a.spread", Weight.of(new float[] {1}, 1)));
        Tamper.tensors(file, all -> all.remove("offset"));
        refused(file)
                .hasMessage("ridge in " + file + ": expected a tensor 'offset', found [a.centre, a.map,"
                        + " residuals.a.centre, residuals.a.spread]");
        Tamper.metadata(file, "settings", "\"kind\":\"ridge\"", "\"kind\":\"rigid\"");
        refused(file)
                .hasMessage(file + ": expected an expert's reader, one of [metanetwork, on-residuals, random, ridge,"
                        + " scalar-ridge, statnn], found a rigid");
    }

    @Test
    void aReaderOfYourOwnNeedsAForm() {
        Expert.Reader own = new Expert.Reader() {
            @Override
            public float[][] outputs(Map<String, LayerBank> models) {
                return new float[1][2];
            }

            @Override
            public long parameters() {
                return 0;
            }

            @Override
            public long flops() {
                return 0;
            }
        };
        assertThat(own.isSavable()).isFalse();
        assertThatThrownBy(() -> own.save(folder.resolve("own")))
                .hasMessageStartingWith(
                        "reader: expected one that says what a file holds of it, found org.modeljungle");
        assertThat(own.representations(Map.of())).hasDimensions(1, 2);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path file) {
        return assertThatThrownBy(() -> Expert.Reader.open(file)).isInstanceOf(IllegalArgumentException.class);
    }

    private static LabelTarget labels() {
        return new LabelTarget(
                List.of("oak", "elm"),
                IntStream.range(0, MODELS).map(i -> i % 2).toArray());
    }

    private static NumberTarget numbers() {
        float[][] numbers = new float[MODELS][];
        for (int i = 0; i < MODELS; i++) {
            numbers[i] = new float[] {i, (float) Math.sin(i)};
        }
        return new NumberTarget(List.of("steps", "skill"), numbers);
    }

    private static WeightTask task() {
        Seeds seeds = new Seeds(11);
        Map<String, LayerBank> banks = new LinkedHashMap<>();
        for (String layer : List.of("b", "a")) {
            float[] values = seeds.split(layer).normal(MODELS * ROWS * COLS);
            banks.put(layer, new LayerBank(layer, new Dense(MODELS, ROWS, COLS, values)));
        }
        float[][] labels = new float[MODELS][2];
        for (int i = 0; i < MODELS; i++) {
            labels[i][i % 2] = 1;
        }
        return new WeightTask(
                banks,
                ClassTarget.of(labels),
                IntStream.range(0, 16).toArray(),
                IntStream.range(16, 20).toArray(),
                IntStream.range(20, MODELS).toArray());
    }
}
