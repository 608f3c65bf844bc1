package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.SameChanges;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.store.ClassTarget;
import org.modeljungle.store.NumberTarget;

/** What an expert says of an adapter does not depend on how its file writes the change. */
class InvarianceTest {

    private static final int MODELS = 24;
    private static final int ROWS = 8;
    private static final int COLS = 7;
    private static final List<String> LAYERS = List.of("a", "b");
    private static final MetanetworkFit.Settings SHORT =
            MetanetworkFit.Settings.CLASSIFICATION.withEpochs(5).withRate(1e-2);

    @TempDir
    static Path folder;

    private static Map<String, LayerBank> banks;
    private static Map<String, Map<String, LayerBank>> variants;
    private static WeightTask task;

    @BeforeAll
    static void writeOneInOtherWays() {
        banks = new LinkedHashMap<>();
        LAYERS.forEach(layer -> banks.put(layer, SameChanges.random(layer, MODELS, ROWS, COLS)));
        variants = new SameChanges(folder, banks).of(0);
        float[][] labels = new float[MODELS][2]; // signs of what each layer changes
        for (int i = 0; i < MODELS; i++) {
            for (int k = 0; k < 2; k++) {
                labels[i][k] = banks.get(LAYERS.get(k)).matrix(i)[0] > 0 ? 1 : 0;
            }
        }
        task = new WeightTask(
                banks,
                ClassTarget.of(labels),
                IntStream.range(0, 16).toArray(),
                IntStream.range(16, 20).toArray(),
                IntStream.range(20, MODELS).toArray());
    }

    static List<Expert> experts() {
        return List.of(
                new StatNn(SHORT),
                new MetanetworkExpert("dense", "a", DenseNetwork.Settings.CLASSIFICATION, SHORT),
                new MetanetworkExpert("probex", "a", new ProbeX.Settings(6, 5, 4, true), SHORT),
                new MetanetworkExpert("probex-linear", "a", new ProbeX.Settings(6, 5, 4, false), SHORT),
                new MetanetworkExpert("mvprobe", "a", new MvProbe.Settings(6, 5, 4), SHORT),
                RidgeExpert.layer("a"),
                RidgeExpert.layer("b").whitened(),
                RidgeExpert.allLayers(),
                new MultiKernelRidge().unwhitened(),
                new MultiKernelRidge(),
                new OnResiduals(new MetanetworkExpert("probex", "a", new ProbeX.Settings(6, 5, 4, true), SHORT)));
    }

    @ParameterizedTest
    @MethodSource("experts")
    void sameChangeSameReading(Expert expert) {
        Expert.Reader reader = expert.fit(task, new Seeds(1));
        assertInvariant(expert.name(), reader);
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void sameChangeSameNumbers(Expert expert) {
        float[] numbers = new Seeds(3).normal(MODELS);
        assertInvariant(expert.name(), expert.fit(task.withTarget(NumberTarget.of("skill", numbers)), new Seeds(1)));
    }

    static List<Expert> scalars() {
        return List.of(new ScalarRidgeExpert(), RidgeExpert.layer("a"));
    }

    private static void assertInvariant(String name, Expert.Reader reader) {
        float[][] read = reader.outputs(banks);
        float[] expected = read[0];
        assertThat(furthest(expected, read)).as("%s tells adapters apart", name).isGreaterThan(.03f);
        variants.forEach((variant, banks) -> assertThat(reader.outputs(banks)[0])
                .as("%s, %s", name, variant)
                .containsExactly(expected, within(.01f)));
    }

    private static float furthest(float[] expected, float[]... others) {
        return (float) Arrays.stream(others)
                .mapToDouble(other -> Math.abs(other[0] - expected[0]))
                .max()
                .orElseThrow();
    }
}
