package org.modeljungle.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The checked header of a safetensors file: 8 bytes with the header's length, the header in JSON, then the data.
 * Reading it in two steps serves whoever has no whole file, for example a reader of byte ranges.
 *
 * @param dataStart the first byte of the data, counted from the start of the file
 * @param tensors where each tensor lies, by name, in {@linkplain NaturalOrder natural order}
 * @param metadata the file's own metadata, in the order written; empty when it has none
 */
public record SafetensorsHeader(long dataStart, Map<String, TensorInfo> tensors, Map<String, String> metadata) {

    /** The number of bytes before the header. */
    public static final int LENGTH_BYTES = 8;

    /** How many of a file's first bytes {@link #length} takes, to name a file that is something else. */
    public static final int START_BYTES = OtherFormats.BYTES;

    /** The longest header that is read, in bytes, as in the reference implementation. */
    public static final int MAX_BYTES = 100_000_000;

    /** Keeps the order of both maps. */
    public SafetensorsHeader {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    /**
     * Reads and checks the header's length.
     *
     * @param where the file's name, for messages
     * @param start the first bytes of the file: {@link #START_BYTES}, fewer only when the file has fewer
     * @param fileBytes the size of the whole file
     * @return the number of bytes of the header that follow
     * @throws WeightFileException if it is a file of another format, or no file of this size can have that header
     */
    public static int length(String where, ByteBuffer start, long fileBytes) {
        byte[] seen = new byte[start.remaining()];
        start.slice().get(seen);
        OtherFormats.of(where, seen).ifPresent(what -> {
            throw new WeightFileException(where + ": expected a safetensors file, found " + what);
        });
        if (start.remaining() < LENGTH_BYTES || fileBytes < LENGTH_BYTES) {
            throw new WeightFileException(where + ": expected a safetensors file, which starts with the 8 bytes of its"
                    + " header's length, found " + fileBytes + " bytes in all; copy or download the file again");
        }
        long length = start.slice().order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > MAX_BYTES) {
            throw new WeightFileException(where + ": expected a header of at most " + MAX_BYTES + " bytes, found a"
                    + " length of " + Long.toUnsignedString(length) + "; this is no safetensors file (a .bin, .pt or"
                    + " .ckpt file is a pickle, which is never read here: convert it to safetensors first)");
        }
        if (length > fileBytes - LENGTH_BYTES) {
            throw new WeightFileException(where + ": expected a header of " + length + " bytes, found "
                    + (fileBytes - LENGTH_BYTES) + " bytes left in the file; it was cut short: copy or download it"
                    + " again");
        }
        return (int) length;
    }

    /**
     * Reads and checks the header.
     *
     * @param where the file's name, for messages
     * @param json the bytes of the header, as many as {@link #length} returned
     * @param fileBytes the size of the whole file
     * @throws WeightFileException if the header is not JSON of the expected form, or if the tensors' ranges do not
     *     cover the data of the file exactly once
     */
    public static SafetensorsHeader parse(String where, ByteBuffer json, long fileBytes) {
        long dataStart = LENGTH_BYTES + (long) json.remaining();
        HeaderParser parser = HeaderParser.parse(where, json);
        HeaderChecks.check(where, parser.tensors(), fileBytes - dataStart);
        Map<String, TensorInfo> ordered = new LinkedHashMap<>();
        parser.tensors().values().stream()
                .sorted((a, b) -> NaturalOrder.NATURAL.compare(a.name(), b.name()))
                .forEach(info -> ordered.put(info.name(), info));
        return new SafetensorsHeader(dataStart, ordered, parser.metadata());
    }
}
