package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;

class PiecewiseFileTest {

    private static final int NUMBERS = 200_000; // several chunks

    @TempDir
    Path folder;

    private final float[] numbers = new Seeds(1).normal(NUMBERS);
    private final Map<String, String> metadata = Map.of("caption", "red square");
    private final Map<String, TensorType> types =
            Map.of("w", TensorType.of(Dtype.F32, 2, NUMBERS / 2), "n", TensorType.of(Dtype.I64, 2));

    @Test
    void piecesInAnyOrderGiveTheFileThatIsWrittenWhole() throws IOException {
        Path whole = folder.resolve("whole");
        Safetensors.write(
                whole, Map.of("w", Weight.of(numbers, 2, NUMBERS / 2), "n", Weight.of(new long[] {0, 7}, 2)), metadata);
        Path path = folder.resolve("new").resolve("pieces");
        CRC32C sum = new CRC32C();
        try (PiecewiseFile file = PiecewiseFile.begin(path, types, metadata)) {
            assertThat(file.resumed()).isFalse();
            file.write("w", 150_000, Arrays.copyOfRange(numbers, 150_000, NUMBERS), new CRC32C());
            file.write("n", 1, 7);
            assertThat(file.longs("n")).containsExactly(0, 7);
            assertThat(path).doesNotExist();
        }
        try (PiecewiseFile file = PiecewiseFile.begin(path, types, metadata)) {
            assertThat(file.resumed()).isTrue();
            file.write("w", 0, Arrays.copyOf(numbers, 150_000), sum);
            file.commit();
        }
        assertThat(Files.readAllBytes(path)).isEqualTo(Files.readAllBytes(whole));
        CRC32C read = new CRC32C();
        Safetensors.open(path).addTo(read, "w", 0, 150_000);
        assertThat(read.getValue()).isEqualTo(sum.getValue());
        assertThat(path.getParent().toFile().list()).containsExactly("pieces");
    }

    @Test
    void aSumIsOverWhatLiesInTheFile() {
        Path path = folder.resolve("sums");
        try (PiecewiseFile file = PiecewiseFile.begin(path, Map.of("h", TensorType.of(Dtype.F16, NUMBERS)), Map.of())) {
            CRC32C written = new CRC32C();
            file.write("h", 0, numbers, written);
            CRC32C found = new CRC32C();
            file.addTo(found, "h", 0, NUMBERS);
            assertThat(found.getValue()).isEqualTo(written.getValue());
            file.commit();
            for (Safetensors read : new Safetensors[] {Safetensors.open(path), Safetensors.open(path, 1 << 10)}) {
                CRC32C again = new CRC32C();
                read.addTo(again, "h", 0, 50_001);
                read.addTo(again, "h", 50_001, NUMBERS - 50_001);
                assertThat(again.getValue()).isEqualTo(written.getValue());
                assertThatThrownBy(() -> read.addTo(again, "h", 1, NUMBERS))
                        .hasMessage("tensor 'h' in " + path + ": expected numbers inside its 200000 elements, found"
                                + " 200000 from element 1 on");
            }
        }
    }

    @Test
    void anotherHeaderBeginsAnew() {
        Path path = folder.resolve("a");
        try (PiecewiseFile file = PiecewiseFile.begin(path, types, metadata)) {
            file.write("n", 0, 9);
        }
        try (PiecewiseFile file = PiecewiseFile.begin(path, types, Map.of("caption", "red circle"))) {
            assertThat(file.resumed()).isFalse();
            assertThat(file.longs("n")).containsExactly(0, 0);
        }
    }

    @Test
    void onlyOneWritesIt() {
        Path path = folder.resolve("a");
        try (PiecewiseFile file = PiecewiseFile.begin(path, types, metadata)) {
            assertThatThrownBy(() -> PiecewiseFile.begin(path, types, metadata))
                    .hasMessage(
                            path + ": expected a file that nobody else writes, found one that is being written; wait"
                                    + " for it");
            file.write("n", 0, 9);
            assertThatThrownBy(() -> file.write("m", 0, 9))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(path + ": expected a tensor of the file, one of [")
                    .hasMessageEndingWith("], found 'm'");
            assertThatThrownBy(() -> file.write("n", 2, 9))
                    .hasMessage(path + ": expected bytes inside the 16 of 'n', found 8 from byte 16 on");
        }
    }

    @Test
    void anInterruptedThreadWritesNothing() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> PiecewiseFile.begin(folder.resolve("a"), types, metadata))
                .isInstanceOf(CancellationException.class)
                .hasMessage("stopped: writing " + folder.resolve("a"));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aShapeOfBrokenBytesIsRefused() {
        assertThatThrownBy(() -> TensorType.of(Dtype.F4, 3))
                .hasMessage("tensor: expected a shape of whole bytes, found F4 [3]");
    }
}
