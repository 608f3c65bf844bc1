package org.modeljungle.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;

/**
 * Where the tensors of a file to be written lie, and its header: by descending {@link Dtype}, then by name.
 *
 * @param tensors in the order in which they lie in the file
 * @param header the header's length, the header, and spaces up to a multiple of 8 bytes
 */
record SafetensorsLayout(List<TensorInfo> tensors, ByteBuffer header) {

    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(name -> name.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);
    private static final Comparator<Map.Entry<String, TensorType>> ORDER =
            Map.Entry.<String, TensorType>comparingByValue(
                            Comparator.comparing(TensorType::dtype).reversed())
                    .thenComparing(Map.Entry::getKey, BY_BYTES);
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE).build();

    /** @param path for messages */
    static SafetensorsLayout of(Path path, Map<String, TensorType> types, Map<String, String> metadata) {
        List<TensorInfo> tensors = new ArrayList<>();
        long begin = 0;
        for (Map.Entry<String, TensorType> entry :
                types.entrySet().stream().sorted(ORDER).toList()) {
            TensorType type = entry.getValue();
            long end = begin + type.bytes();
            tensors.add(new TensorInfo(entry.getKey(), type.dtype(), type.shape(), begin, end));
            begin = end;
        }
        return new SafetensorsLayout(List.copyOf(tensors), header(path, tensors, metadata));
    }

    /** A fresh view of the header. */
    @Override
    public ByteBuffer header() {
        return header.asReadOnlyBuffer();
    }

    private static ByteBuffer header(Path path, List<TensorInfo> layout, Map<String, String> metadata) {
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

    private static String json(Path path, List<TensorInfo> layout, Map<String, String> metadata) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                writeMetadata(path, json, metadata);
            }
            for (TensorInfo info : layout) {
                Check.that(
                        !info.name().equals(HeaderParser.METADATA),
                        "%s: expected tensor names other than '%s', which names the metadata; rename the tensor",
                        path,
                        HeaderParser.METADATA);
                json.writeFieldName(info.name());
                writeInfo(json, info);
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

    private static void writeInfo(JsonGenerator json, TensorInfo info) throws IOException {
        json.writeStartObject();
        json.writeStringField("dtype", info.dtype().name());
        json.writeFieldName("shape");
        long[] shape = info.shape().stream().mapToLong(Long::longValue).toArray();
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {info.begin(), info.end()}, 0, 2);
        json.writeEndObject();
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
