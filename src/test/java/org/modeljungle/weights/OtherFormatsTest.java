package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherFormatsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version https://git-lfs.github.com/spec/v1|the pointer of Git LFS",
                "<!DOCTYPE html><html>|a web page",
                "\\n  <html>|a web page",
                "{\"error\": \"not found\"}|JSON",
                "GGUF\\u0003\\u0000|GGUF",
                "\\u0089HDF\\r\\n|HDF5",
                "\\u0093NUMPY\\u0001|a NumPy array; NpyMatrix reads it",
                "PK\\u0003\\u0004\\u0000|a zip archive; torch.save makes such archives: inside is a pickle",
                "\\u0080\\u0002c__main__|a pickle, which runs code when it is read",
                "\\u001f\\u008b\\u0008|gzip",
            })
    void isCalledByItsName(String start, String what) throws IOException {
        Path file = folder.resolve("model.safetensors");
        Files.write(file, unescape(start).repeat(3).getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(WeightFileException.class)
                .hasMessageStartingWith(file + ": expected a safetensors file, found " + what);
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\n", i) || text.startsWith("\\r", i)) {
                plain.append(text.charAt(++i) == 'n' ? '\n' : '\r');
            } else if (text.startsWith("\\u", i)) {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    /** A header's length may look like another format's first byte: 123 is '{', 640 begins as a pickle does. */
    @Test
    void aSoundFileIsTakenForNoOther() throws IOException {
        for (int length : new int[] {123, 640, 1152}) {
            String header = "{}" + " ".repeat(length - 2);
            assertThat(Safetensors.open(TestFiles.file(folder, header, 0)).names())
                    .isEmpty();
        }
    }

    /** Whose header some writers begin with spaces, to move the data to a page of memory. */
    @Test
    void aSoundFileThatBeginsWithSpacesIsTakenForNoOther() throws IOException {
        String header = " {}" + " ".repeat(637);
        assertThat(Safetensors.open(TestFiles.file(folder, header, 0)).names()).isEmpty();
    }

    /** The number of its tensors stands where a header's '{' or a space would be. */
    @ParameterizedTest
    @ValueSource(ints = {'{', ' ', '\n', 291})
    void ggufOfAnyNumberOfTensorsIsCalledByItsName(int tensors) throws IOException {
        ByteBuffer start = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        start.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(tensors);
        Path file = TestFiles.file(folder, start.array());
        assertThatThrownBy(() -> Safetensors.open(file)).hasMessageContaining("found GGUF, a format of llama.cpp");
    }

    @Test
    void onnxIsKnownByItsName() throws IOException {
        Path file =
                Files.write(folder.resolve("model.onnx"), new byte[] {8, 7, 18, 7, 112, 121, 116, 111, 114, 99, 104});
        assertThatThrownBy(() -> Safetensors.open(file)).hasMessageContaining("found ONNX by its name");
    }
}
