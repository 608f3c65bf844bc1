package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsLargeTest {

    @TempDir
    Path folder;

    @Test
    void aTensorBehindTwoGibibytesIsRead() throws IOException {
        long first = 3L << 30;
        String header = "{\"big\":{\"dtype\":\"U8\",\"shape\":[" + first + "],\"data_offsets\":[0," + first + "]},"
                + "\"small\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + first + "," + (first + 4) + "]}}";
        byte[] start = TestFiles.bytes(header, 0);
        Path path = TestFiles.file(folder, start);
        try (RandomAccessFile sparse = new RandomAccessFile(path.toFile(), "rw")) {
            sparse.seek(start.length + first);
            sparse.writeInt(Integer.reverseBytes(Float.floatToIntBits(1.5f)));
        }

        Safetensors file = Safetensors.open(path);
        assertThat(file.floats("small")).containsExactly(1.5f);
        assertThatThrownBy(() -> file.bytes("big"))
                .hasMessage("tensor 'big' in " + path + ": expected at most 2 GiB for one buffer, found 3221225472"
                        + " bytes; floats(name) reads it");
        assertThatThrownBy(() -> file.longs("big"))
                .hasMessage("tensor 'big' in " + path + ": expected at most 2147483639 elements for one array, found"
                        + " 3221225472");
    }

    @Test
    void smallRegionsGiveTheNumbersOfOneLargeRegion() throws IOException {
        Path path = TestFiles.file(folder, TestFiles.writtenByPython());
        Safetensors one = Safetensors.open(path);
        Safetensors many = Safetensors.open(path, 16);

        for (String name : one.names()) {
            if (one.info(name).dtype().isFloat()) {
                assertThat(many.floats(name)).as(name).isEqualTo(one.floats(name));
            } else {
                assertThat(many.longs(name)).as(name).isEqualTo(one.longs(name));
            }
        }
        assertThat(many.bytes("shorts")).isEqualTo(one.bytes("shorts"));
        assertThatThrownBy(() -> many.bytes("double")).hasMessageContaining("found 48 bytes");
    }

    /** Both begin at the same byte; in the order of names the empty one comes last. */
    @Test
    void anEmptyTensorWhereALargeOneBeginsTakesNothingFromIt() {
        Path path = folder.resolve("empty.safetensors");
        float[] values = {1, 2, 3, 4, 5, 6};
        Safetensors.write(path, Map.of("a", Weight.of(values, 6), "z", Weight.of(new long[0], 0)), Map.of());
        for (Safetensors file : List.of(Safetensors.open(path), Safetensors.open(path, 16))) {
            assertThat(file.floats("a")).containsExactly(values);
            assertThat(file.longs("z")).isEmpty();
        }
    }

    @Test
    void runsOfNumbersAreThoseOfTheWholeTensor() throws IOException {
        float[] values = new float[100];
        for (int i = 0; i < values.length; i++) {
            values[i] = i - 50;
        }
        Path path = folder.resolve("runs.safetensors");
        Safetensors.write(path, Map.of("w", Weight.of(values, 10, 10), "n", Weight.of(new long[3], 3)), Map.of());
        for (Safetensors file : List.of(Safetensors.open(path), Safetensors.open(path, 16))) {
            assertThat(file.floats("w", new long[] {3, 95, 0}, 5)) // several regions of four numbers each
                    .containsExactly(-47, -46, -45, -44, -43, 45, 46, 47, 48, 49, -50, -49, -48, -47, -46);
            assertThat(file.floats("w", new long[] {0}, 100)).isEqualTo(values);
            assertThat(file.floats("w", new long[0], 5)).isEmpty();
            assertThat(file.floats("w", new long[] {100}, 0)).isEmpty();
            for (long start : new long[] {-1, 96, Long.MAX_VALUE}) {
                assertThatThrownBy(() -> file.floats("w", new long[] {0, start}, 5))
                        .hasMessage("tensor 'w' in " + path + ": expected runs inside its 100 elements, found one of 5"
                                + " from element " + start + " on");
            }
            assertThatThrownBy(() -> file.floats("w", new long[3], 1 << 30))
                    .hasMessage("tensor 'w' in " + path + ": expected at most 2147483639 elements for one array, found"
                            + " 3 runs of 1073741824");
            assertThatThrownBy(() -> file.floats("w", new long[2], 5, new float[12], 3))
                    .hasMessage("tensor 'w' in " + path
                            + ": expected room for its 10 numbers, found an array of 12, from 3 on");
            assertThatThrownBy(() -> file.floats("n", new long[1], 1))
                    .hasMessageStartingWith("tensor 'n' in " + path + ": expected floats, found I64");
        }
    }
}
