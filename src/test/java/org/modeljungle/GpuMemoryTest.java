package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With programs in the place of the driver's. */
@DisabledOnOs(OS.WINDOWS)
class GpuMemoryTest {

    @TempDir
    Path folder;

    private String saying(String text) throws IOException {
        Path program = folder.resolve("smi");
        Files.writeString(program, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program.toString();
    }

    @Test
    void eachGpuIsRead() throws IOException {
        String program = saying("[ \"$1\" = --query-gpu=index,name,memory.used,memory.total ] || exit 1\n"
                + "echo '0, NVIDIA H200, 5393, 143771'; echo '1, NVIDIA RTX, A6000, 0, 49140'");
        assertThat(GpuMemory.now(program))
                .containsExactly(
                        new GpuMemory("0, NVIDIA H200", 5393L << 20, 143771L << 20),
                        new GpuMemory("1, NVIDIA RTX, A6000", 0, 49140L << 20));
    }

    @Test
    void whatSaysNothingOfThatIsNone() throws IOException {
        assertThat(GpuMemory.now(folder.resolve("none").toString())).isEmpty();
        assertThat(GpuMemory.now(saying("echo 'NVIDIA-SMI has failed, because it could not talk to the driver'")))
                .isEmpty();
        assertThat(GpuMemory.now(saying("echo '0, NVIDIA GRID, [N/A], [N/A]'; exit 9")))
                .isEmpty();
    }
}
