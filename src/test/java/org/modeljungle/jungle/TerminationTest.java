package org.modeljungle.jungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain program that is told to end while it grows. */
class TerminationTest {

    private static final int TERMINATED = 128 + 15;

    @TempDir
    Path folder;

    @Test
    void aTerminatedProgramStopsItsWorkBeforeItEnds() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LongGrowth.class.getName(),
                        folder.resolve("zoo").toString())
                .directory(folder.toFile()) // where a crash would leave its report
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said;
        try (BufferedReader reader = process.inputReader()) {
            assertThat(reader.readLine()).isEqualTo("growing");
            process.toHandle().destroy(); // unlike the process, it leaves the streams open
            said = reader.lines().toList();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(TERMINATED);
        assertThat(said).last().isEqualTo("stopped");
        assertThat(folder.toFile().list()).containsExactly("zoo");
    }
}
