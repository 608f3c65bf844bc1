package org.modeljungle.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.modeljungle.AtomicFile;
import org.modeljungle.Check;

/** Writes a safetensors file, byte for byte the same each time. */
final class SafetensorsWriter {

    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
    private static final Comparator<Map.Entry<String, Weight>> LAYOUT = Map.Entry.<String, Weight>comparingByValue(
                    Comparator.comparing(Weight::dtype).reversed())
            .thenComparing(Map.Entry::getKey, BY_BYTES);
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

    private SafetensorsWriter() {}

    static void write(Path path, Map<String, Weight> weights, Map<String, String> metadata) {
        List<Map.Entry<String, Weight>> layout =
                weights.entrySet().stream().sorted(LAYOUT).toList();
        ByteBuffer header = header(path, layout, metadata);
        AtomicFile.write(path, out -> {
            copy(header, out);
            for (Map.Entry<String, Weight> weight : layout) {
                copy(weight.getValue().bytes(), out);
            }
        });
    }

    private static void copy(ByteBuffer bytes, OutputStream out) throws IOException {
        byte[] chunk = new byte[Math.min(1 << 16, bytes.remaining())];
        while (bytes.hasRemaining()) {
            int length = Math.min(chunk.length, bytes.remaining());
            bytes.get(chunk, 0, length);
            out.write(chunk, 0, length);
        }
    }

    private static ByteBuffer header(Path path, List<Map.Entry<String, Weight>> layout, Map<String, String> metadata) {
        ByteBuffer json = utf8(path, json(path, layout, metadata));
        int padded = (json.remaining() + 7) / 8 * 8;
        Check.that(
                padded <= SafetensorsHeader.MAX_BYTES,
                "%s: expected a header of at most %d bytes, found %d; shorten the metadata",
                path,
                SafetensorsHeader.MAX_BYTES,
                padded);
        ByteBuffer bytes = ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.flip();
    }

    private static String json(Path path, List<Map.Entry<String, Weight>> layout, Map<String, String> metadata) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                writeMetadata(path, json, metadata);
            }
            long offset = 0;
            for (Map.Entry<String, Weight> weight : layout) {
                Check.that(
                        !weight.getKey().equals(HeaderParser.METADATA),
                        "%s: expected tensor names other than '%s', which names the metadata; rename the tensor",
                        path,
                        HeaderParser.METADATA);
                json.writeFieldName(weight.getKey());
                offset = writeInfo(json, weight.getValue(), offset);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // only text in memory is written
        }
        return text.toString();
    }

    private static void writeMetadata(Path path, JsonGenerator json, Map<String, String> metadata) throws IOException {
        json.writeObjectFieldStart(HeaderParser.METADATA);
        for (String key : metadata.keySet().stream().sorted(BY_BYTES).toList()) {
            Check.that(
                    metadata.get(key) != null, "%s: metadata '%s': expected text, found null; leave it out", path, key);
            json.writeStringField(key, metadata.get(key));
        }
        json.writeEndObject();
    }

    private static long writeInfo(JsonGenerator json, Weight weight, long offset) throws IOException {
        long end = offset + weight.bytes().remaining();
        json.writeStartObject();
        json.writeStringField("dtype", weight.dtype().name());
        json.writeFieldName("shape");
        long[] shape = weight.shape().stream().mapToLong(Long::longValue).toArray();
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {offset, end}, 0, 2);
        json.writeEndObject();
        return end;
    }

    private static ByteBuffer utf8(Path path, String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(path + ": expected names and metadata that UTF-8 can hold, found half a"
                    + " surrogate pair in them; remove it");
        }
    }
}
