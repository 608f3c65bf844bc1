package org.modeljungle.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class NamedVectorsTest {

    private static final List<String> NAMES = List.of("red fox", "grey wolf, old", "tea");
    private static final float[][] ROWS = {{3, 4}, {0, -2}, {.5f, 0}};

    @TempDir
    private Path folder;

    private static void assertRows(NamedVectors vectors) {
        assertThat(vectors.names()).isEqualTo(NAMES);
        assertThat(vectors.dimension()).isEqualTo(2);
        assertThat(vectors.encodeRaw(NAMES)).isDeepEqualTo(ROWS);
        assertThat(vectors.encode(List.of("tea", "red fox"))).isDeepEqualTo(new float[][] {{1, 0}, {.6f, .8f}});
        assertThat(vectors).hasToString("3 named vectors of 2 numbers");
    }

    @Test
    void fromMemory() {
        assertRows(NamedVectors.of(NAMES, ROWS));
    }

    @Test
    void anUnknownNameIsAnsweredWithNearOnes() {
        assertMessage(
                () -> NamedVectors.of(NAMES, ROWS).encode(List.of("red fax")),
                "named vectors: expected one of 3 names, found 'red fax'; closest: 'red fox', 'tea', 'grey wolf, old';"
                        + " names() lists all");
    }

    @Test
    void fromACsvFile() {
        String rows = "red fox,3,4\n\"grey wolf, old\",0,-2.0\ntea,5e-1,0\n";
        assertRows(NamedVectors.csv(write("plain.csv", rows)));
        assertRows(NamedVectors.csv(write("with-names.csv", "\uFEFFname,a,b\n" + rows)));
        assertMessage(
                () -> NamedVectors.csv(write("word.csv", rows + "cup,1,?\n")),
                folder.resolve("word.csv") + ", row 4 ('cup'), column 3: expected a number, found '?'");
        assertMessage(
                () -> NamedVectors.csv(write("short.csv", rows + "cup,1\n")),
                folder.resolve("short.csv")
                        + ": expected a CSV file with as many cells in each line, found: Error while"
                        + " adding cell from row 3 and column C0(position:0): Row number 3 contains 2 columns. 3"
                        + " expected.");
        assertMessage(
                () -> NamedVectors.csv(write("names.csv", "a\nb\n")),
                folder.resolve("names.csv")
                        + ": expected a name and numbers in each line, separated by commas, found 1 columns");
        assertMessage(
                () -> NamedVectors.csv(folder.resolve("none.csv")),
                folder.resolve("none.csv") + ": expected a file, found none; check the path");
    }

    @Test
    void fromAMatrixInNumPysForm() throws IOException {
        Path matrix = npy("rows.npy", ROWS);
        assertRows(NamedVectors.npy(matrix, NAMES));
        assertRows(NamedVectors.npy(matrix, write("names.txt", String.join("\n", NAMES) + "\n")));
        assertMessage(
                () -> NamedVectors.npy(matrix, List.of("a", "b")),
                matrix + ": expected a row for each of 2 names, found 3");
    }

    @Test
    void fromSafetensors() {
        Path single = folder.resolve("single.safetensors");
        Safetensors.write(
                single,
                Map.of(
                        "tea", Weight.of(ROWS[2], 2),
                        "red fox", Weight.of(ROWS[0], 2),
                        "grey wolf, old", Weight.of(ROWS[1], 2)),
                Map.of());
        assertThat(NamedVectors.safetensors(single).names()).containsExactlyInAnyOrderElementsOf(NAMES);
        assertThat(NamedVectors.safetensors(single).encodeRaw(NAMES)).isDeepEqualTo(ROWS);
        Path matrix = folder.resolve("matrix.safetensors");
        Map<String, Weight> rows = Map.of("embeddings", Weight.of(new float[] {3, 4, 0, -2, .5f, 0}, 3, 2));
        Safetensors.write(matrix, rows, Map.of("names", "[\"red fox\", \"grey wolf, old\", \"tea\"]"));
        assertRows(NamedVectors.safetensors(matrix));
        Safetensors.write(matrix, rows, Map.of("names", "red fox"));
        assertThatThrownBy(() -> NamedVectors.safetensors(matrix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(matrix + ": expected a JSON list of texts as names in its metadata, found ");
        Safetensors.write(matrix, rows, Map.of());
        assertMessage(
                () -> NamedVectors.safetensors(matrix),
                matrix
                        + ": expected a vector as tensor 'embeddings', found [3, 2]; a matrix needs the names of its rows"
                        + " as a JSON list in the metadata, under 'names'");
        Safetensors.write(single, Map.of("a", Weight.of(ROWS[0], 2)), Map.of("names", "[\"a\"]"));
        assertMessage(
                () -> NamedVectors.safetensors(single),
                single + ": expected one matrix [names, dimension] beside the names in its metadata, found the tensors"
                        + " [a]");
    }

    @Test
    void badVectorsAreRefused() {
        assertMessage(
                () -> NamedVectors.of(List.of("a"), ROWS),
                "named vectors: expected a name for each of 3 vectors, found 1");
        assertMessage(
                () -> NamedVectors.of(List.of("a", "b", "a"), ROWS),
                "named vectors: expected each name once, found 'a' twice");
        assertMessage(
                () -> NamedVectors.of(List.of("a", " ", "c"), ROWS),
                "named vectors: expected a name for vector 1, found a blank");
        assertMessage(
                () -> NamedVectors.of(List.of("a", "b"), new float[][] {{1, 2}, {0, 0}}),
                "named vectors: expected 2 numbers that have a direction as the vector of 'b', found 2 of length 0.0");
        assertMessage(
                () -> NamedVectors.of(List.of("a", "b"), new float[][] {{1, 2}, {1, 2, 2}}),
                "named vectors: expected 2 numbers that have a direction as the vector of 'b', found 3 of length 3.0");
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path npy(String name, float[][] rows) throws IOException {
        String header =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }".formatted(rows.length, rows[0].length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
        out.write((header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        for (float[] row : rows) {
            ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(row);
            out.write(bytes.array());
        }
        return Files.write(folder.resolve(name), out.toByteArray());
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
