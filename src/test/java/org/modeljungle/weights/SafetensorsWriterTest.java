package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {

    @TempDir
    Path folder;

    @Test
    void writesTheBytesThatPythonWrites() throws IOException {
        Path theirs = TestFiles.file(folder, TestFiles.writtenByPython());
        Safetensors source = Safetensors.open(theirs);
        Map<String, Weight> weights = new LinkedHashMap<>();
        source.names().forEach(name -> weights.put(name, Weight.of(source, name)));

        Path ours = folder.resolve("ours.safetensors");
        Safetensors.write(ours, weights, source.metadata());

        assertThat(ours).hasSameBinaryContentAs(theirs);
    }

    @Test
    void laysDownByTypeThenNamePaddedToEightBytes() throws IOException {
        Path path = folder.resolve("model.safetensors");
        Map<String, Weight> weights = new LinkedHashMap<>();
        weights.put("b", Weight.of(new float[] {1, 2}, 1, 2));
        weights.put("n", Weight.of(new long[] {7}));
        weights.put("a", Weight.of(new float[] {3}, 1));
        Safetensors.write(path, weights, Map.of("z", "1", "y", "2"));

        String header = """
                {"__metadata__":{"y":"2","z":"1"},\
                "n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},\
                "a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},\
                "b":{"dtype":"F32","shape":[1,2],"data_offsets":[12,20]}}""";
        byte[] bytes = Files.readAllBytes(path);
        int padded = (header.length() + 7) / 8 * 8;
        assertThat(bytes).hasSize(8 + padded + 20);
        assertThat(bytes[0]).isEqualTo((byte) padded);
        assertThat(new String(bytes, 8, padded, StandardCharsets.UTF_8))
                .isEqualTo(header + " ".repeat(padded - header.length()));
        assertThat(Safetensors.open(path).longs("n")).containsExactly(7);
        assertThat(Safetensors.open(path).floats("b")).containsExactly(1, 2);
    }

    @Test
    void theSameContentGivesTheSameBytesInAnyOrder() {
        Map<String, Weight> forward = new LinkedHashMap<>();
        Map<String, Weight> backward = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            forward.put("layer." + i, Weight.of(new float[] {i}));
            backward.put("layer." + (39 - i), Weight.of(new float[] {39 - i}));
        }
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        Safetensors.write(one, forward, Map.of("a", "1", "b", "2", "c", "3"));
        Safetensors.write(two, backward, Map.of("c", "3", "b", "2", "a", "1"));
        assertThat(one).hasSameBinaryContentAs(two);
    }

    @Test
    void floatsKeepEveryBit() {
        float[] values = {0, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN, 1 / 3f};
        Path path = folder.resolve("model.safetensors");
        Safetensors.write(path, Map.of("w", Weight.of(values, 7)), Map.of());
        assertThat(Safetensors.open(path).floats("w")).containsExactly(values);
    }

    @Test
    void nothingMakesASoundFile() {
        Path path = folder.resolve("model.safetensors");
        Safetensors.write(path, Map.of(), Map.of());
        assertThat(Safetensors.open(path).names()).isEmpty();
        assertThat(path).hasSize(16);
    }

    @Test
    void largeTensorsAreWrittenWhole() {
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path path = folder.resolve("model.safetensors");
        Safetensors.write(path, Map.of("w", Weight.of(values, 100, 1000)), Map.of());
        assertThat(Safetensors.open(path).floats("w")).isEqualTo(values);
    }

    @Test
    void theNameOfTheMetadataIsRefused() {
        Path path = folder.resolve("model.safetensors");
        Map<String, Weight> weights = Map.of("__metadata__", Weight.of(new float[1], 1));
        assertThatThrownBy(() -> Safetensors.write(path, weights, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(path + ": expected tensor names other than '__metadata__', which names the metadata; rename"
                        + " the tensor");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void halfASurrogatePairIsRefused() {
        Path path = folder.resolve("model.safetensors");
        assertThatThrownBy(() -> Safetensors.write(path, Map.of(), Map.of("caption", "\uD83D")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(path + ": expected names and metadata that UTF-8 can hold, found half a surrogate pair in"
                        + " them; remove it");
    }

    @Test
    void missingMetadataIsRefused() {
        Path path = folder.resolve("model.safetensors");
        Map<String, String> metadata = new HashMap<>();
        metadata.put("caption", null);
        assertThatThrownBy(() -> Safetensors.write(path, Map.of(), metadata))
                .hasMessage(path + ": metadata 'caption': expected text, found null; leave it out");
    }

    @Test
    void aWeightOfTheWrongLengthIsRefused() {
        assertThatThrownBy(() -> Weight.of(new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weight: expected the bytes of F32 [2, 3], found 20; give a shape whose product is the"
                        + " number of elements");
        assertThatThrownBy(() -> Weight.of(new long[1], -1)).hasMessageContaining("I64 [-1]");
    }

    @Test
    void aWeightKeepsItsNumbersWhenTheArrayChanges() {
        float[] values = {1, 2};
        Weight weight = Weight.of(values, 2);
        values[0] = 9;
        assertThat(weight.bytes().getFloat(0)).isEqualTo(1);
        assertThat(weight.shape()).isEqualTo(List.of(2L));
    }
}
