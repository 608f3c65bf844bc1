package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modeljungle.DataDigest;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.DataDigests;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** A bank on disk says what a bank in memory says. */
class DiskBankTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void wholeMatricesAreThoseOfTheFiles(Dtype dtype) {
        List<Path> files = BankFiles.dense(folder, 7, 5, 9);
        LayerBank memory = LayerBank.read(files, "q");

        DiskBank disk = DiskBank.build(folder.resolve("q.bank"), files, "q", dtype);

        assertThat(disk).hasToString(folder.resolve("q.bank") + ": layer 'q' [7, 5, 9] in " + dtype);
        assertThat(disk.files()).isEqualTo(files);
        assertThat(disk.changed()).isEmpty();
        assertThat(disk.models()).isEqualTo(7);
        assertThat(disk.dtype()).isEqualTo(dtype);
        disk.check();
        for (int model = 0; model < 7; model++) {
            assertThat(disk.bank().matrix(model)).isEqualTo(rounded(dtype, memory.matrix(model)));
            assertThat(disk.block(model)).hasSize(1);
            assertThat(disk.block(model).get(0)).isEqualTo(disk.bank().matrix(model));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void factorsOfDifferentRanksStayFactored(Dtype dtype) {
        List<Path> files = BankFiles.lora(folder, 6, 4, 2, 3, 1);
        LowRank memory = (LowRank) LayerBank.read(files, "q").matrices();

        DiskBank disk = DiskBank.build(folder.resolve("q.bank"), files, "q", dtype);

        assertThat(disk.bank()).hasToString("layer 'q' [3, 6, 4] of rank 3");
        LowRank factors = (LowRank) disk.bank().matrices();
        assertThat(factors.up()).isEqualTo(rounded(dtype, memory.up()));
        assertThat(factors.down()).isEqualTo(rounded(dtype, memory.down()));
        if (dtype == Dtype.F32) {
            assertThat(disk.bank().matrix(1)).isEqualTo(memory.dense(1));
            assertThat(disk.block(2).get(0)).isEqualTo(memory.select(2).up());
            assertThat(disk.block(2).get(1)).isEqualTo(memory.select(2).down());
        }
    }

    /** As a bank in memory has it: where one model has no factors, all are multiplied out. */
    @Test
    void aModelWithoutFactorsMakesAllWhole() {
        Path full = folder.resolve("full.safetensors");
        Safetensors.write(full, Map.of("q.diff", Weight.of(new Seeds(5).normal(24), 6, 4)), Map.of());
        List<Path> files = List.of(BankFiles.loraFile(folder.resolve("a.safetensors"), 1, 6, 4, 2), full);
        DiskBank disk = DiskBank.build(folder.resolve("q.bank"), files, "q", Dtype.F32);
        assertThat(disk.bank().matrices()).isInstanceOf(Dense.class);
        assertThat(((Dense) disk.bank().matrices()).values())
                .isEqualTo(((Dense) LayerBank.read(files, "q").matrices()).values());
    }

    @ParameterizedTest
    @EnumSource
    void convolutionsBecomeMatricesAsInMemory(ConvolutionView view) {
        Path file = folder.resolve("conv.safetensors");
        Safetensors.write(file, Map.of("c.weight", Weight.of(new Seeds(1).normal(54), 2, 3, 3, 3)), Map.of());
        List<Path> files = List.of(file, file);
        LayerBank memory = LayerBank.read(files, "c", view);
        Path path = folder.resolve("c.bank");
        try (Progress progress = Progress.of("building", 2)) {
            LayerBank disk =
                    DiskBank.build(path, files, "c", Dtype.F32, view, progress).bank();
            assertThat(disk).hasToString(memory.toString());
            assertThat(disk.matrix(1)).isEqualTo(memory.matrix(1));
            assertThat(progress.done()).isEqualTo(2);
        }
    }

    @Test
    void chosenModelsAreLookedUpAndHaveTheSameDigest() {
        List<Path> files = BankFiles.dense(folder, 30, 3, 4);
        LayerBank memory = LayerBank.read(files, "q");
        DiskBank built = DiskBank.build(folder.resolve("q.bank"), Models.folder(folder), "q");
        LayerBank disk = DiskBank.open(folder.resolve("q.bank")).bank();
        assertThat(built.bank().models()).isEqualTo(30);

        assertThat(disk.select(5, 2, 5).matrix(2)).isEqualTo(memory.matrix(5));
        assertThat(disk.select(5, 2, 9).select(2, 0).matrix(0)).isEqualTo(memory.matrix(9));
        assertThat(built.bank(10, 13).matrix(2)).isEqualTo(memory.matrix(12));
        assertThat(digest(disk.select(3, 1))).isEqualTo(digest(memory.select(3, 1)));
        assertThat(new DataDigests().of(disk)).isEqualTo(new DataDigests().of(memory));
        assertThat(disk.rootMeanSquare()).isEqualTo(memory.rootMeanSquare());
        assertThat(disk.less(disk.select(0)).matrix(4))
                .isEqualTo(memory.less(memory.select(0)).matrix(4));
        LayerBank joined = LayerBank.concat("both", List.of(disk, memory));
        assertThat(joined.matrix(40)).isEqualTo(memory.matrix(10));
        assertThatThrownBy(() -> disk.matrix(30)).hasMessage("model index: expected 0 to 29, found 30");
        assertThatThrownBy(() -> disk.select(1, 30)).hasMessage("model index: expected 0 to 29, found 30");
        assertThatThrownBy(() -> disk.select()).hasMessageContaining("expected 1 or more models");
    }

    @Test
    void factorsHaveTheSameDigest() {
        List<Path> files = BankFiles.lora(folder, 5, 4, 2, 2, 2);
        LayerBank memory = LayerBank.read(files, "q");
        LayerBank disk =
                DiskBank.build(folder.resolve("q.bank"), files, "q", Dtype.F32).bank();
        assertThat(digest(disk)).isEqualTo(digest(memory));
        assertThat(new DataDigests().of(disk)).isEqualTo(new DataDigests().of(memory));
    }

    /** A part is a few models of a large bank, all of them in order. */
    @Test
    void partsCoverAllModelsOnce() {
        List<Path> files = BankFiles.dense(folder, 20, 512, 1024); // 8 models have 2^22 numbers
        LayerBank disk =
                DiskBank.build(folder.resolve("q.bank"), files, "q", Dtype.BF16).bank();
        assertThat(disk.chunks().stream().map(LayerBank::models)).containsExactly(8, 8, 4);
        assertThat(disk.chunks().get(2).matrix(3)).isEqualTo(disk.matrix(19)); // containsExactly is quadratic
        LayerBank memory = LayerBank.read(files.subList(0, 2), "q");
        assertThat(memory.chunks()).containsExactly(memory);
    }

    @Test
    void mappingsGoWithTheBank() throws InterruptedException {
        List<Path> files = BankFiles.dense(folder, 3, 64, 64);
        Path path = folder.resolve("q.bank");
        DiskBank.build(path, files, "q", Dtype.F32);
        long before = settled(Long.MAX_VALUE);
        for (int i = 0; i < 500; i++) {
            DiskBank.open(path).bank().matrix(i % 3);
        }
        assertThat(settled(before)).isLessThanOrEqualTo(before);
    }

    /** The number of mapped regions once it is this small, or does not fall any more. */
    private static long settled(long enough) throws InterruptedException {
        long mapped = mapped();
        for (int i = 0; i < 3 || (i < 50 && mapped > enough); i++) {
            System.gc();
            Thread.sleep(20);
            mapped = mapped();
        }
        return mapped;
    }

    private static long mapped() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("mapped"))
                .mapToLong(BufferPoolMXBean::getCount)
                .sum();
    }

    private static String digest(LayerBank bank) {
        DataDigest digest = new DataDigest();
        bank.addTo(digest);
        return digest.hex();
    }

    /** What a file in this type gives back, rounded naively: the nearest of all narrow numbers. */
    private static float[] rounded(Dtype dtype, float... numbers) {
        int bits = dtype == Dtype.F32 ? 24 : dtype == Dtype.BF16 ? 8 : 11; // of the significand
        int least = dtype == Dtype.F16 ? -24 : -133;
        float[] rounded = new float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            int last = Math.max(least, Math.getExponent(numbers[i]) - bits + 1);
            rounded[i] = dtype == Dtype.F32
                    ? numbers[i]
                    : (float) (Math.rint(numbers[i] / Math.pow(2, last)) * Math.pow(2, last));
        }
        assertThat(Arrays.equals(rounded, numbers)).isEqualTo(dtype == Dtype.F32);
        return rounded;
    }
}
