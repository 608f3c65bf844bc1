package org.modeljungle.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modeljungle.AtomicFile;

/** Writes a safetensors file, byte for byte the same each time. */
final class SafetensorsWriter {

    private SafetensorsWriter() {}

    static void write(Path path, Map<String, Weight> weights, Map<String, String> metadata) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        weights.forEach((name, weight) -> types.put(name, new TensorType(weight.dtype(), weight.shape())));
        SafetensorsLayout layout = SafetensorsLayout.of(path, types, metadata);
        AtomicFile.write(path, out -> {
            copy(layout.header(), out);
            for (TensorInfo info : layout.tensors()) {
                copy(weights.get(info.name()).bytes(), out);
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
}
