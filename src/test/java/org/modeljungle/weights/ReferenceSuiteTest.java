package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the reference implementation tests of its own reader, by the names that it gives its tests. */
class ReferenceSuiteTest {

    private static final String TEST = "{\"test\":{\"dtype\":\"I32\",\"shape\":%s,\"data_offsets\":%s}}";

    @TempDir
    private Path folder;

    private Safetensors open(String header, int dataBytes) throws IOException {
        return Safetensors.open(TestFiles.file(folder, header, dataBytes));
    }

    private Safetensors open(String shape, String offsets, int dataBytes) throws IOException {
        return open(TEST.formatted(shape, offsets), dataBytes);
    }

    private void refused(String header, int dataBytes, String reason) {
        assertThatThrownBy(() -> open(header, dataBytes))
                .isInstanceOf(WeightFileException.class)
                .hasMessageContaining(reason);
    }

    private void refused(byte... bytes) throws IOException {
        Path file = TestFiles.file(folder, bytes);
        assertThatThrownBy(() -> Safetensors.open(file)).isInstanceOf(WeightFileException.class);
    }

    @Test
    void serialization() throws IOException {
        Path file = folder.resolve("written.safetensors");
        float[] values = {0, 1, 2, 3, 4, 5};
        Safetensors.write(file, Map.of("attn.0", Weight.of(values, 1, 2, 3)), Map.of());
        byte[] bytes = Files.readAllBytes(file);
        String header = "{\"attn.0\":{\"dtype\":\"F32\",\"shape\":[1,2,3],\"data_offsets\":[0,24]}}";
        assertThat(new String(bytes, 8, 64, StandardCharsets.UTF_8)).isEqualTo(header);
        assertThat(bytes[0]).isEqualTo((byte) 64);
    }

    @Test
    void serializationFp4AndItsMisalignment() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F4\",\"shape\":%s,\"data_offsets\":[0,%d]}}";
        assertThat(open(header.formatted("[1,2,4]", 4), 4).bytes("a").remaining())
                .isEqualTo(4);
        refused(header.formatted("[1,2,4]", 3), 3, "expected 4 bytes");
        refused(header.formatted("[1,3,3]", 5), 5, "expected 36 bits");
    }

    @Test
    void empty() throws IOException {
        Path file = folder.resolve("written.safetensors");
        Safetensors.write(file, Map.of(), Map.of());
        assertThat(Files.readAllBytes(file)).isEqualTo(TestFiles.bytes("{}      ", 0));
        assertThat(Safetensors.open(file).names()).isEmpty();
    }

    @Test
    void forcedAlignment() throws IOException {
        Path file = folder.resolve("written.safetensors");
        Safetensors.write(file, Map.of("attn0", Weight.of(new float[6], 1, 1, 2, 3)), Map.of());
        byte[] bytes = Files.readAllBytes(file);
        assertThat((8 + bytes[0]) % 8).isZero();
    }

    @Test
    void toTheSamePathWithActiveMmap() {
        Path file = folder.resolve("written.safetensors");
        Safetensors.write(file, Map.of("w", Weight.of(new float[] {1, 2, 3}, 3)), Map.of());
        Safetensors mapped = Safetensors.open(file);
        Safetensors.write(file, Map.of("w", Weight.of(mapped, "w")), Map.of());
        assertThat(Safetensors.open(file).floats("w")).containsExactly(1, 2, 3);
    }

    @Test
    void emptyShapesAllowed() throws IOException {
        Safetensors file = open("[]", "[0,4]", 4);
        assertThat(file.info("test").shape()).isEmpty();
        assertThat(file.longs("test")).containsExactly(0x03020100);
    }

    @Test
    void deserialization() throws IOException {
        Safetensors file = open("[2,2]", "[0,16]", 16);
        assertThat(file.names()).containsExactly("test");
        assertThat(file.info("test").shape()).isEqualTo(List.of(2L, 2L));
        assertThat(file.bytes("test").remaining()).isEqualTo(16);
    }

    @Test
    void jsonAttack() {
        String tensors = IntStream.range(0, 10)
                .mapToObj(i -> "\"weight_" + i + "\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}")
                .collect(Collectors.joining(","));
        refused("{" + tensors + "}", 16, "overlap");
    }

    @Test
    void metadataIncompleteBuffer() {
        refused(TEST.formatted("[2,2]", "[0,16]"), 50, "expected 16 bytes of data");
        refused(TEST.formatted("[2,2]", "[0,16]"), 14, "expected 16 bytes of data");
    }

    @Test
    void headerTooLargeOrTooSmallOrCut() throws IOException {
        byte[] large = TestFiles.bytes("{}", 0);
        large[6] = large[7] = (byte) 0xFF;
        refused(large);
        refused();
        refused((byte) '<', (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
    }

    @Test
    void invalidHeaderNonUtf8AndNotJson() throws IOException {
        byte[] one = TestFiles.bytes("{", 0);
        refused(one);
        one[8] = (byte) 0xFF;
        refused(one);
        byte[] inside = TestFiles.bytes("{\"a.\":{}}", 0);
        inside[11] = (byte) 0xFF;
        Path file = TestFiles.file(folder, inside);
        assertThatThrownBy(() -> Safetensors.open(file)).hasMessageContaining("expected a header in UTF-8");
    }

    @Test
    void whitespaceAroundTheHeader() throws IOException {
        assertThat(open("{}\r \t\n", 0).names()).isEmpty();
        assertThat(open("\t\n{}\r ", 0).names()).isEmpty();
        assertThat(open("   " + TEST.formatted("[1]", "[0,4]"), 4).longs("test"))
                .hasSize(1);
    }

    @Test
    void zeroSizedTensor() throws IOException {
        Safetensors file = open("[2,0]", "[0, 0]", 0);
        assertThat(file.info("test").shape()).isEqualTo(List.of(2L, 0L));
        assertThat(file.longs("test")).isEmpty();
    }

    @Test
    void invalidInfo() {
        refused(TEST.formatted("[2,2]", "[0, 4]"), 4, "expected 16 bytes");
    }

    @Test
    void validationOverflow() {
        refused(TEST.formatted("[2,18446744073709551614]", "[0,16]"), 16, "shape");
        refused(TEST.formatted("[2,9223372036854775807]", "[0,16]"), 16, "shape");
    }
}
