package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NvidiaDriverTest {

    @TempDir
    Path folder;

    private void gpu(String place, String model) throws IOException {
        Path own = Files.createDirectories(folder.resolve("gpus").resolve(place));
        Files.writeString(own.resolve("information"), "Model: \t\t " + model + "\nIRQ:   \t\t 123\n");
    }

    @Test
    void gpusAndDriverAreNamed() throws IOException {
        gpu("0000:01:00.0", "NVIDIA H200");
        Files.writeString(folder.resolve("version"), """
                NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release Build  (root@a)
                GCC version:  gcc version 12.2.0
                """);
        assertThat(NvidiaDriver.describe(folder)).isEqualTo(Map.of("gpu", "NVIDIA H200", "driver", "580.95.05"));
        gpu("0000:02:00.0", "NVIDIA H200");
        gpu("0000:03:00.0", "Tesla T4");
        Files.writeString(
                folder.resolve("version"), "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.104.05  Sat Aug 19\n");
        assertThat(NvidiaDriver.describe(folder))
                .isEqualTo(Map.of("gpu", "2 x NVIDIA H200, Tesla T4", "driver", "535.104.05"));
    }

    @Test
    void tf32IsAllowedByItsVariableAlone() {
        assertThat(NvidiaDriver.allowsTf32("1")).isTrue();
        assertThat(NvidiaDriver.allowsTf32("0")).isFalse();
        assertThat(NvidiaDriver.allowsTf32((String) null)).isFalse();
    }

    @Test
    void nothingIsSaidWhereThereIsNoDriver() throws IOException {
        assertThat(NvidiaDriver.describe(folder.resolve("none"))).isEmpty();
        Files.writeString(folder.resolve("version"), "something else");
        Files.createDirectories(folder.resolve("gpus/0000:01:00.0"));
        assertThat(NvidiaDriver.describe(folder)).isEmpty();
    }

    @Test
    void anotherEngineIsNamedByItsVariables() {
        Map<String, String> other =
                Map.of("PYTORCH_LIBRARY_PATH", "/lib", "PYTORCH_VERSION", "2.11.0", "PYTORCH_FLAVOR", "cu130");
        assertThat(Version.pytorch(other::get)).isEqualTo("2.11.0 cu130");
        assertThat(Version.pytorch(Map.of("PYTORCH_LIBRARY_PATH", "/lib")::get)).isEqualTo(Version.of("pytorch"));
        assertThat(Version.pytorch(Map.of("PYTORCH_VERSION", "2.11.0")::get)).isEqualTo(Version.of("pytorch"));
    }

    @Test
    void aLinuxWithoutItHasNoGpu() {
        Path none = folder.resolve("none");
        assertThat(NvidiaDriver.isAbsent("Linux", none, none)).isTrue();
        assertThat(NvidiaDriver.isAbsent("Linux", none, folder)).isFalse();
        assertThat(NvidiaDriver.isAbsent("Windows 11", none, none)).isFalse();
        assertThat(NvidiaDriver.isAbsent("Mac OS X", folder)).isTrue();
    }
}
