package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePiecesTest {

    private static final int SIZE = 300_000;

    @TempDir
    Path folder;

    private final byte[] bytes = new byte[SIZE];
    private Path file;

    @BeforeEach
    void write() throws IOException {
        new Random(1).nextBytes(bytes);
        file = Files.write(folder.resolve("file"), bytes);
    }

    private byte[] read(long start, long length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        FilePieces.each(file, start, length, piece -> {
            assertThat(piece.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            byte[] some = new byte[piece.remaining()];
            piece.get(some);
            all.writeBytes(some);
        });
        return all.toByteArray();
    }

    @Test
    void piecesAreTheRunInOrder() {
        assertThat(read(0, SIZE)).isEqualTo(bytes);
        assertThat(read(17, 200_000)).isEqualTo(Arrays.copyOfRange(bytes, 17, 200_017));
        assertThat(read(SIZE - 8, 8)).isEqualTo(Arrays.copyOfRange(bytes, SIZE - 8, SIZE));
        assertThat(read(5, 0)).isEmpty();
    }

    @Test
    void piecesHoldWholeElements() {
        FilePieces.each(
                file, 3, 160_000, piece -> assertThat(piece.remaining() % 16).isZero());
    }

    @Test
    void aFileThatEndsBeforeIsAnError() {
        assertThatThrownBy(() -> read(SIZE - 4, 8))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(file + ": cannot be read")
                .hasRootCauseMessage("it ends after 300000 bytes");
    }

    @Test
    void readingCanBeStopped() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> read(0, SIZE))
                .isInstanceOf(CancellationException.class)
                .hasMessage("stopped: reading " + file);
        assertThat(Thread.interrupted()).isTrue();
    }
}
