package org.modeljungle.expert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.DataDigest;
import org.modeljungle.Seeds;
import org.modeljungle.layers.BankFiles;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.DiskBank;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.OtherJvm;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.ResidualMap;
import org.modeljungle.ridge.Residuals;
import org.modeljungle.store.NumberTarget;
import org.modeljungle.weights.Dtype;

/** Experts in closed form learn from a bank on disk what they learn from one in memory. */
class DiskBankExpertsTest {

    private static final int MODELS = 50;
    private static final Seeds SEEDS = new Seeds(3);

    @TempDir
    Path folder;

    private WeightTask task(Map<String, LayerBank> banks) {
        float[][] numbers = new float[MODELS][];
        Arrays.setAll(numbers, i -> SEEDS.split("target", i).normal(2));
        return new WeightTask(
                banks,
                new NumberTarget(List.of("a", "b"), numbers),
                IntStream.range(0, 44).toArray(),
                new int[0],
                IntStream.range(44, MODELS).toArray());
    }

    /** Two layers, large enough to be read in several parts, in memory and on disk. */
    private List<WeightTask> dense(int cols) {
        return dense(400, cols);
    }

    private List<WeightTask> dense(int rows, int cols) {
        Map<String, LayerBank> memory = new LinkedHashMap<>();
        Map<String, LayerBank> disk = new LinkedHashMap<>();
        List<Path> files = BankFiles.dense(folder, MODELS, rows, cols);
        for (String layer : List.of("q", "k")) {
            LayerBank bank = LayerBank.read(layer.equals("q") ? files : rotated(files), "q");
            memory.put(layer, new LayerBank(layer, bank.matrices()));
            DiskBank built = DiskBank.build(
                    folder.resolve(layer + ".bank"), layer.equals("q") ? files : rotated(files), "q", Dtype.F32);
            disk.put(layer, new LayerBank(layer, built.bank().matrices()));
        }
        return List.of(task(memory), task(disk));
    }

    private static List<Path> rotated(List<Path> files) {
        List<Path> others = new ArrayList<>(files.subList(7, files.size()));
        others.addAll(files.subList(0, 7));
        return others;
    }

    @Test
    void meansAndGramMatricesHaveTheSameBits() {
        for (int cols : new int[] {300, 301}) {
            List<WeightTask> tasks = dense(cols);
            LayerBank memory = tasks.get(0).bank("q");
            LayerBank disk = tasks.get(1).bank("q");
            assertThat(Residuals.centre(disk)).isEqualTo(Residuals.centre(memory));
            assertThat(Gram.of(disk).values()).isDeepEqualTo(Gram.of(memory).values());
        }
    }

    /** A last chunk of one number, which the engine would sum in another order. */
    @Test
    void aSingleLastNumberHasTheSameBits() {
        int models = 64;
        int step = (1 << 20) / models; // numbers of a chunk
        List<Path> files = BankFiles.dense(folder, models, 1, step + 1);
        LayerBank disk =
                DiskBank.build(folder.resolve("q.bank"), files, "q", Dtype.F32).bank();
        LayerBank memory = LayerBank.read(files, "q");
        assertThat(Residuals.centre(disk)).isEqualTo(Residuals.centre(memory));
        assertThat(Gram.of(disk).values()).isDeepEqualTo(Gram.of(memory).values());
    }

    @Test
    void ridgesAreTheSame() {
        List<WeightTask> tasks = dense(200, 150); // more than the numbers that are read at a time
        for (Expert expert : List.of(
                RidgeExpert.layer("q"),
                RidgeExpert.layer("k").withPowers(.25),
                RidgeExpert.allLayers().whitened(),
                new MultiKernelRidge())) {
            LinearReader memory = (LinearReader) expert.fit(tasks.get(0), SEEDS);
            LinearReader disk = (LinearReader) expert.fit(tasks.get(1), SEEDS);
            assertThat(disk.leaveOneOutError()).isEqualTo(memory.leaveOneOutError());
            assertThat(disk.lambda()).isEqualTo(memory.lambda());
            assertThat(disk.power()).isEqualTo(memory.power());
            assertThat(disk.about()).isEqualTo(memory.about());
            assertSame(disk, memory, tasks, 1e-6);
        }
    }

    @Test
    void expertsOnResidualsAreTheSame() {
        List<WeightTask> tasks = dense(300);
        Expert expert = new OnResiduals(RidgeExpert.allLayers());
        Expert.Reader memory = expert.fit(tasks.get(0), SEEDS);
        Expert.Reader disk = expert.fit(tasks.get(1), SEEDS);
        assertThat(disk.about()).isEqualTo(memory.about());
        assertClose(outputs(disk, tasks.get(1)), outputs(memory, tasks.get(0)), 1e-5);
    }

    @Test
    void differencesAreReadWhenTheyAreAskedForAndHaveTheSameBits() {
        List<WeightTask> tasks = dense(300);
        LayerBank memory = tasks.get(0).bank("q");
        LayerBank disk = tasks.get(1).bank("q");
        LayerBank one = memory.select(3);
        LayerBank some = disk.less(one, .5f).select(7, 3, 7);
        assertThat(some.matrices().inMemory()).isFalse();
        float[] own = memory.matrix(7);
        float[] subtracted = one.matrix(0);
        for (int k = 0; k < own.length; k++) {
            own[k] = (own[k] - subtracted[k]) / .5f;
        }
        assertThat(some.matrix(0)).isEqualTo(own);
        assertThat(some.matrix(1)).containsOnly(0);
        assertThat(((Dense) some.matrices()).values())
                .isEqualTo(((Dense) memory.less(one, .5f).select(7, 3, 7).matrices()).values());
        assertThat(Gram.of(disk.less(one)).values())
                .isDeepEqualTo(Gram.of(memory.less(one)).values());
        assertThat(digest(disk.less(one))).isEqualTo(digest(memory.less(one)));
        assertThatThrownBy(() -> disk.less(one, 0))
                .hasMessage("difference of layers: expected a finite number other than 0 to divide by, found 0.0");
    }

    private static String digest(LayerBank bank) {
        DataDigest digest = new DataDigest();
        bank.addTo(digest);
        return digest.hex();
    }

    @Test
    void scalarRidgesAreTheSame() {
        List<WeightTask> tasks = dense(300);
        Expert.Reader memory = new ScalarRidgeExpert().fit(tasks.get(0), SEEDS);
        Expert.Reader disk = new ScalarRidgeExpert().fit(tasks.get(1), SEEDS);
        assertThat(disk.about()).isEqualTo(memory.about());
        assertClose(outputs(disk, tasks.get(1)), outputs(memory, tasks.get(0)), 1e-6);
    }

    @Test
    void factorsStayFactoredAndAreTheSame() {
        int[] ranks = IntStream.range(0, MODELS).map(i -> 1 + i % 4).toArray();
        List<Path> files = BankFiles.lora(folder, 400, 300, ranks);
        LayerBank bank =
                DiskBank.build(folder.resolve("q.bank"), files, "q", Dtype.F32).bank();
        List<WeightTask> tasks = List.of(task(Map.of("q", LayerBank.read(files, "q"))), task(Map.of("q", bank)));
        assertClose(
                new float[][] {Residuals.centre(bank)},
                new float[][] {Residuals.centre(tasks.get(0).bank("q"))},
                1e-6);
        double[][] memoryGram = Gram.of(tasks.get(0).bank("q")).values();
        double[][] diskGram = Gram.of(bank).values();
        for (int i = 0; i < MODELS; i++) {
            for (int j = 0; j < MODELS; j++) {
                assertThat(Math.abs(diskGram[i][j] - memoryGram[i][j])).isLessThan(1e-12 * memoryGram[i][i]);
            }
        }
        for (Expert expert : List.of(
                RidgeExpert.layer("q"), RidgeExpert.layer("q").withPowers(.25), new MultiKernelRidge().unwhitened())) {
            LinearReader memory = (LinearReader) expert.fit(tasks.get(0), SEEDS);
            LinearReader disk = (LinearReader) expert.fit(tasks.get(1), SEEDS);
            assertThat(disk.lambda()).isCloseTo(memory.lambda(), Percentage.withPercentage(1e-4));
            assertThat(disk.about()).isEqualTo(memory.about());
            assertSame(disk, memory, tasks, 1e-5);
        }
    }

    /** The bank has 147 MB, the heap 64. */
    @Test
    void aSetLargerThanTheHeapTrainsARidge() throws Exception {
        List<Path> files = BankFiles.dense(folder, 250, 384, 384);
        DiskBank.build(folder.resolve("q.bank"), files, "q", Dtype.F32);
        List<String> options = List.of("-Xmx64m", "-Djava.io.tmpdir=" + folder);
        assertThat(OtherJvm.said(SmallHeap.class, options, folder.resolve("q.bank")))
                .contains(
                        "trained ridge-layer-whitened",
                        "trained multi-kernel-ridge-unwhitened",
                        "trained scalar-ridge",
                        "trained ridge-layer-residual");
        assertThat(folder.toFile().list((all, name) -> name.startsWith("modeljungle-")))
                .isEmpty();
    }

    private static void assertSame(LinearReader disk, LinearReader memory, List<WeightTask> tasks, double tolerance) {
        memory.maps().forEach((layer, map) -> {
            ResidualMap other = disk.maps().get(layer);
            assertClose(new float[][] {other.weights()}, new float[][] {map.weights()}, tolerance);
        });
        assertClose(outputs(disk, tasks.get(1)), outputs(memory, tasks.get(0)), tolerance);
    }

    private static float[][] outputs(Expert.Reader reader, WeightTask task) {
        return reader.outputs(task.select(IntStream.range(0, MODELS).toArray()));
    }

    /** Within so much of the largest number. */
    private static void assertClose(float[][] found, float[][] expected, double tolerance) {
        double largest = 0;
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int k = 0; k < expected[i].length; k++) {
                largest = Math.max(largest, Math.abs(expected[i][k]));
                error = Math.max(error, Math.abs(expected[i][k] - found[i][k]));
            }
        }
        assertThat(error).isLessThanOrEqualTo(tolerance * largest);
    }
}
