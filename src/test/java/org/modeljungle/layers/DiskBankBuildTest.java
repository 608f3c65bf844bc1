package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** However a bank came about, it has the same bytes. */
class DiskBankBuildTest {

    @TempDir
    Path folder;

    private Path bank() {
        return folder.resolve("q.bank");
    }

    private byte[] atOnce(List<Path> files) {
        Path fresh = folder.resolve("fresh.bank");
        DiskBank.build(fresh, files, "q", Dtype.BF16);
        byte[] bytes = BankFiles.bytes(fresh);
        fresh.toFile().delete();
        return bytes;
    }

    @Test
    void modelsThatArriveAreAdded() throws IOException {
        List<Path> files = BankFiles.dense(folder, 9, 4, 6);
        DiskBank.build(bank(), files.subList(0, 4), "q", Dtype.BF16);
        build(files);
        assertThat(BankFiles.bytes(bank())).isEqualTo(atOnce(files));
        FileTime written = Files.getLastModifiedTime(bank());
        build(files);
        assertThat(Files.getLastModifiedTime(bank())).isEqualTo(written);
    }

    /** One file, and a layer of one name below two prefixes. */
    @Test
    void prefixesBelongToWhatWasRead() {
        Path file = folder.resolve("both.safetensors");
        Safetensors.write(
                file,
                Map.of(
                        "encoder.q.weight", Weight.of(new float[] {1, 2}, 1, 2),
                        "decoder.q.weight", Weight.of(new float[] {3, 4}, 1, 2)),
                Map.of());
        Models models = Models.of("mine", List.of(Model.of("both", file)));
        DiskBank encoder = DiskBank.build(bank(), models.withoutPrefixes("encoder."), "q", Dtype.F32);
        assertThat(encoder.bank().matrix(0)).containsExactly(1, 2);
        DiskBank decoder = DiskBank.build(bank(), models.withoutPrefixes("decoder."), "q", Dtype.F32);
        assertThat(decoder.bank().matrix(0)).containsExactly(3, 4);
    }

    /** The same size and time say that it is the same file. */
    @Test
    void whatIsThereIsNotReadAgain() throws IOException {
        List<Path> files = BankFiles.dense(folder, 3, 4, 6);
        LayerBank before = LayerBank.read(files, "q");
        DiskBank.build(bank(), files.subList(0, 2), "q", Dtype.F32);
        meddle(files.get(0));
        DiskBank.build(bank(), files, "q", Dtype.F32);
        LayerBank after = DiskBank.open(bank()).bank();
        assertThat(LayerBank.read(files, "q").matrix(0)).isNotEqualTo(before.matrix(0));
        for (int model = 0; model < 3; model++) {
            assertThat(after.matrix(model)).isEqualTo(before.matrix(model));
        }
    }

    /** Writes other numbers and the old time. */
    private static void meddle(Path file) {
        try {
            FileTime time = Files.getLastModifiedTime(file);
            BankFiles.denseFile(file, 1000, 4, 6);
            Files.setLastModifiedTime(file, time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void modelsInAnotherOrderOrFewerAreKept() {
        List<Path> files = BankFiles.dense(folder, 5, 4, 6);
        DiskBank.build(bank(), files, "q", Dtype.BF16);
        List<Path> others = List.of(files.get(4), files.get(1), files.get(1), files.get(2));
        build(others);
        assertThat(BankFiles.bytes(bank())).isEqualTo(atOnce(others));
    }

    @Test
    void aHigherRankMakesRoomForIt() {
        List<Path> files = BankFiles.lora(folder, 6, 5, 2, 1, 4);
        DiskBank.build(bank(), files.subList(0, 2), "q", Dtype.BF16);
        build(files);
        assertThat(DiskBank.open(bank()).bank()).hasToString("layer 'q' [3, 6, 5] of rank 4");
        assertThat(BankFiles.bytes(bank())).isEqualTo(atOnce(files));
    }

    @Test
    void aChangedFileIsReadAgain() throws IOException {
        List<Path> files = BankFiles.dense(folder, 4, 4, 6);
        DiskBank old = DiskBank.build(bank(), files, "q", Dtype.BF16);
        BankFiles.denseFile(files.get(2), 77, 4, 6);
        Files.setLastModifiedTime(files.get(2), FileTime.fromMillis(1_700_000_000_000L));
        Files.delete(files.get(3));
        assertThat(old.changed()).containsExactly(files.get(2), files.get(3));
        List<Path> left = files.subList(0, 3);
        build(left);
        assertThat(BankFiles.bytes(bank())).isEqualTo(atOnce(left));
        assertThat(DiskBank.open(bank()).changed()).isEmpty();
    }

    /** The scale of an adapter's change stands beside it. */
    @Test
    void aChangedConfigurationOfAnAdapterIsSeen() throws IOException {
        Path file = folder.resolve("adapter_model.safetensors");
        Map<String, Weight> factors = Map.of(
                "base_model.model.q.lora_A.weight", Weight.of(new float[] {1, 2, 3}, 1, 3),
                "base_model.model.q.lora_B.weight", Weight.of(new float[] {1, 1}, 2, 1));
        Safetensors.write(file, factors, Map.of());
        Path config = folder.resolve("adapter_config.json");
        Files.writeString(config, "{\"peft_type\": \"LORA\", \"r\": 1, \"lora_alpha\": 2}");
        String layer = LayerBank.layers(file).get(0);
        DiskBank before = DiskBank.build(bank(), List.of(file), layer, Dtype.F32);
        assertThat(before.bank().matrix(0)).containsExactly(2, 4, 6, 2, 4, 6);
        Files.writeString(config, "{\"peft_type\": \"LORA\", \"r\": 1, \"lora_alpha\": 30}");
        assertThat(before.changed()).containsExactly(file);
        assertThat(DiskBank.build(bank(), List.of(file), layer, Dtype.F32)
                        .bank()
                        .matrix(0))
                .containsExactly(30, 60, 90, 30, 60, 90);
    }

    @Test
    void aFileThatChangesMeanwhileIsRefused() {
        Path last = BankFiles.denseFile(folder.resolve("last.safetensors"), 1, 4, 6);
        List<Path> files = new ArrayList<>(
                Collections.nCopies(5_000, BankFiles.denseFile(folder.resolve("a.safetensors"), 2, 4, 6)));
        files.add(last);
        AtomicBoolean changed = new AtomicBoolean();
        Progress.Listener meddler = progress -> {
            if (progress.title().equals("meddled with") && progress.done() > 0) {
                synchronized (changed) { // all other steps wait
                    if (!changed.getAndSet(true)) {
                        BankFiles.denseFile(last, 99, 5, 6);
                    }
                }
            }
        };
        Progress.listen(meddler);
        try (Progress progress = Progress.of("meddled with", files.size())) {
            assertThatThrownBy(() -> build(files, progress))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            last + ": expected the file as it was when the bank was begun, found that it was written"
                                    + " since; build the bank again");
        } finally {
            Progress.unlisten(meddler);
        }
        assertThat(bank()).doesNotExist();
    }

    @Test
    void aStopKeepsWhatIsThere() throws IOException {
        List<Path> files = BankFiles.dense(folder, 60, 4, 6);
        byte[] whole = atOnce(files);
        Progress.Listener stop = progress -> {
            if (progress.title().equals("stopped") && progress.done() >= 20) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try (Progress progress = Progress.of("stopped", 60)) {
            assertThatThrownBy(() -> build(files, progress)).isInstanceOf(CancellationException.class);
        } finally {
            Progress.unlisten(stop);
        }
        assertThat(bank()).doesNotExist();
        byte[] part = BankFiles.bytes(folder.resolve(".q.bank.part"));
        build(files);
        assertThat(BankFiles.bytes(bank())).isEqualTo(whole);
        assertThat(folder.resolve(".q.bank.part")).doesNotExist();

        Files.delete(bank());
        Files.write(folder.resolve(".q.bank.part"), part);
        files.forEach(DiskBankBuildTest::meddle);
        build(files);
        LayerBank others = LayerBank.read(files, "q");
        LayerBank mixed = DiskBank.open(bank()).bank();
        long read = IntStream.range(0, 60)
                .filter(i -> Math.abs(mixed.matrix(i)[0] - others.matrix(i)[0]) < .01)
                .count();
        assertThat(read)
                .isBetween(60L - 20 - Runtime.getRuntime().availableProcessors(), 60L - 20); // others were under way
    }

    @Test
    void anInterruptStopsItWithinASecond() throws InterruptedException {
        Path file = BankFiles.denseFile(folder.resolve("m.safetensors"), 1, 256, 256);
        List<Path> files = Collections.nCopies(20_000, file);
        List<Throwable> thrown = new ArrayList<>();
        Thread builder = new Thread(() -> {
            try {
                DiskBank.build(bank(), files, "q", Dtype.F32);
            } catch (RuntimeException e) {
                thrown.add(e);
            }
        });
        builder.start();
        while (builder.isAlive() && !folder.resolve(".q.bank.part").toFile().exists()) {
            Thread.sleep(1);
        }
        builder.interrupt();
        long start = System.nanoTime();
        builder.join();
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(20)); // all take far longer
        assertThat(thrown).hasSize(1).first().isInstanceOf(CancellationException.class);
    }

    /** Bytes that never reached the disk, as after a power cut, whose checksum did. */
    @Test
    void blocksThatDoNotFitTheirChecksumAreReadAgain() throws IOException {
        List<Path> files = BankFiles.dense(folder, 6, 4, 6);
        byte[] whole = atOnce(files);
        for (int first : new int[] {whole.length - 40, whole.length - 6 * 4 * 6 * 2 + 3}) {
            byte[] part = whole.clone();
            part[first] ^= 1;
            Files.write(folder.resolve(".q.bank.part"), part);
            build(files);
            assertThat(BankFiles.bytes(bank())).isEqualTo(whole);
            Files.delete(bank());
        }
        for (int length : new int[] {0, 7, 100, whole.length - 1}) { // not as long as it was made
            Files.write(folder.resolve(".q.bank.part"), Arrays.copyOf(whole, length));
            build(files);
            assertThat(BankFiles.bytes(bank())).isEqualTo(whole);
            Files.delete(bank());
        }
    }

    @Test
    void aDamagedBlockOfAnOldBankIsReadAgain() throws IOException {
        List<Path> files = BankFiles.dense(folder, 6, 4, 6);
        DiskBank.build(bank(), files.subList(0, 5), "q", Dtype.BF16);
        byte[] damaged = BankFiles.bytes(bank());
        damaged[damaged.length - 1] ^= 64;
        Files.write(bank(), damaged);
        build(files);
        assertThat(BankFiles.bytes(bank())).isEqualTo(atOnce(files));
    }

    @Test
    void whatAnotherProcessBuildsIsRefused() throws IOException {
        List<Path> files = BankFiles.dense(folder, 2, 4, 6);
        try (FileChannel other =
                FileChannel.open(folder.resolve(".q.bank.part"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.lock();
            assertThatThrownBy(() -> build(files))
                    .hasMessage(bank() + ": expected a file that nobody else writes, found one that is being written;"
                            + " wait for it");
        }
        build(files);
    }

    @Test
    void whatCannotBeOneBankIsRefused() {
        List<Path> files = new ArrayList<>(BankFiles.dense(folder, 2, 4, 6));
        assertThatThrownBy(() -> DiskBank.build(bank(), List.of(), "q", Dtype.F32))
                .hasMessage(bank() + ": expected at least one weight file, found none");
        assertThatThrownBy(() -> DiskBank.build(bank(), files, "q", Dtype.F64))
                .hasMessage(bank() + ": expected numbers as F32, F16 or BF16, found F64");
        assertThatThrownBy(() -> DiskBank.build(bank(), files, "k", Dtype.F32))
                .hasMessageStartingWith("layer 'k' in " + files.get(0) + ": expected a weight or a LoRA pair, found"
                        + " neither; closest: 'p.weight', 'q.weight'");
        Path other = BankFiles.denseFile(folder.resolve("other.safetensors"), 3, 4, 7);
        assertThatThrownBy(() -> DiskBank.build(bank(), List.of(files.get(0), other), "q", Dtype.F32))
                .hasMessage("layer 'q' in " + other + ": expected [4, 6], found [4, 7]; all files of a bank have the"
                        + " shapes of its first, " + files.get(0) + ": read models of one architecture at a time");
        Path large = folder.resolve("large.safetensors");
        Safetensors.write(large, Map.of("q.weight", Weight.of(new float[] {1, 65520}, 1, 2)), Map.of());
        assertThatThrownBy(() -> DiskBank.build(bank(), List.of(large), "q", Dtype.F16))
                .hasMessage("layer 'q' in " + large + ": expected numbers of at most 65504, which F16 can hold, found"
                        + " 65520.0; take BF16 or F32");
        assertThat(bank()).doesNotExist();
        DiskBank.build(bank(), files, "q", Dtype.BF16);
        assertThatThrownBy(() -> DiskBank.build(bank(), files, "q", Dtype.F16))
                .hasMessage(
                        bank() + ": expected a bank of layer 'q' in F16, convolutions as FILTERS, found one of 'q' in"
                                + " BF16 as FILTERS; take another name, or delete it");
    }

    private void build(List<Path> files) {
        try (Progress progress = Progress.of("building", files.size())) {
            build(files, progress);
            assertThat(progress.done()).isEqualTo(files.size());
        }
    }

    private void build(List<Path> files, Progress progress) {
        DiskBank.build(bank(), files, "q", Dtype.BF16, ConvolutionView.FILTERS, progress);
    }
}
