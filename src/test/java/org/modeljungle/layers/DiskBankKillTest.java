package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.weights.Dtype;

/** A process that is killed while it builds a bank. */
class DiskBankKillTest {

    private static final int MODELS = 80;

    @TempDir
    Path folder;

    @Test
    void theNextRunEndsWithTheSameBytes() throws IOException, InterruptedException {
        Path models = Files.createDirectory(folder.resolve("models"));
        List<Path> files = BankFiles.dense(models, MODELS, 32, 48);
        Path bank = folder.resolve("q.bank");
        DiskBank.build(bank, files, "q", Dtype.BF16);
        byte[] expected = BankFiles.bytes(bank);
        Files.delete(bank);

        Path part = folder.resolve(".q.bank.part");
        for (int moment : new int[] {1, 7, 40, MODELS - 1}) { // models that are there, at least
            assertThat(build(models, bank, moment)).isEqualTo(128 + 9);
            assertThat(bank).doesNotExist();
            assertThat(part).exists();
        }
        byte[] unfinished = BankFiles.bytes(part);
        DiskBank.build(bank, files, "q", Dtype.BF16);
        assertThat(BankFiles.bytes(bank)).isEqualTo(expected);
        assertThat(part).doesNotExist();

        Files.delete(bank);
        Files.write(part, unfinished);
        assertThat(build(models, bank, Integer.MAX_VALUE)).isZero(); // one thread
        assertThat(BankFiles.bytes(bank)).isEqualTo(expected);
    }

    /** Builds in a process with one thread, which is killed once so many models are there; its exit status. */
    private static int build(Path models, Path bank, int moment) throws IOException, InterruptedException {
        List<Object> arguments = new ArrayList<>(List.of(models, bank));
        if (moment < Integer.MAX_VALUE) {
            arguments.add("to be killed");
        }
        Process process =
                OtherJvm.start(BankBuilding.class, List.of("-XX:ActiveProcessorCount=1"), arguments.toArray());
        try (BufferedReader said = process.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.matches("\\d+") && Integer.parseInt(line) >= moment) {
                    process.toHandle().destroyForcibly(); // unlike the process, it leaves the streams open
                    break;
                }
            }
        }
        return process.waitFor();
    }
}
