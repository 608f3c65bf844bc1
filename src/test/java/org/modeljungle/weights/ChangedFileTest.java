package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that changes while it is mapped gives one clear error and no wrong numbers. */
class ChangedFileTest {

    private static final int NUMBERS = 1 << 16;

    @TempDir
    Path folder;

    private Path path;
    private Safetensors file;

    @BeforeEach
    void open() {
        path = folder.resolve("a.safetensors");
        write(1);
        file = Safetensors.open(path);
        assertThat(file.floats("w")).hasSize(NUMBERS).containsOnly(1);
    }

    private void write(float value) {
        float[] values = new float[NUMBERS];
        java.util.Arrays.fill(values, value);
        Safetensors.write(path, Map.of("w", Weight.of(values, NUMBERS)), Map.of());
    }

    @Test
    void replaced() {
        write(2);
        assertRefused("another file is in its place");
    }

    @Test
    void removed() throws IOException {
        Files.delete(path);
        assertRefused("it is gone");
    }

    @Test
    void cut() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(4096);
        }
        assertRefused("it has 4096 bytes and was written since");
    }

    @Test
    void writtenInPlace() throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - 1] ^= 1;
        Files.write(path, bytes);
        Files.setLastModifiedTime(path, FileTime.fromMillis(System.currentTimeMillis() + 5_000));
        assertRefused("was written since");
    }

    private void assertRefused(String found) {
        assertThatThrownBy(() -> file.floats("w"))
                .isInstanceOf(WeightFileException.class)
                .hasMessageStartingWith(path + ": expected the file as it was when it was opened, found that ")
                .hasMessageContaining(found);
        assertThatThrownBy(() -> file.floats("w", new long[] {NUMBERS - 4}, 4)).isInstanceOf(WeightFileException.class);
    }
}
