package org.modeljungle.weights;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Changes a file that was saved, as if it had been saved so before there was a {@link ContentDigest}. */
public final class Tamper {

    private Tamper() {}

    /** Changes its tensors. */
    public static void tensors(Path file, Consumer<Map<String, Weight>> change) {
        Map<String, Weight> weights = weights(file);
        change.accept(weights);
        Safetensors.write(file, weights, metadata(file));
    }

    /** Changes its metadata. */
    public static void metadata(Path file, Consumer<Map<String, String>> change) {
        Map<String, Weight> weights = weights(file);
        Map<String, String> metadata = metadata(file);
        change.accept(metadata);
        Safetensors.write(file, weights, metadata);
    }

    /** Changes text in one entry of its metadata. */
    public static void metadata(Path file, String key, String from, String to) {
        metadata(
                file,
                all -> all.computeIfPresent(key, (name, text) -> {
                    if (!text.contains(from)) {
                        throw new IllegalArgumentException("'" + from + "' is not in " + text);
                    }
                    return text.replace(from, to);
                }));
    }

    private static Map<String, String> metadata(Path file) {
        Map<String, String> metadata =
                new LinkedHashMap<>(Safetensors.open(file).metadata());
        if (metadata.remove(ContentDigest.KEY) != null) {
            metadata.put(Artifact.FORM_KEY, "1");
        }
        return metadata;
    }

    private static Map<String, Weight> weights(Path path) {
        Safetensors file = Safetensors.open(path);
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (String name : file.names()) {
            TensorInfo info = file.info(name);
            ByteBuffer copy = ByteBuffer.allocate((int) info.bytes()).put(file.bytes(name));
            weights.put(name, new Weight(info.dtype(), info.shape(), copy.flip()));
        }
        return weights;
    }
}
