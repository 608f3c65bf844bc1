package org.modeljungle.weights;

import java.util.Map;
import java.util.TreeMap;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;

/**
 * The SHA-256 of all that an {@link Artifact}'s file holds, which it says itself, so that a changed byte is noticed.
 */
final class ContentDigest {

    /** Where it is in the metadata. */
    static final String KEY = "content";

    private ContentDigest() {}

    /** Of all metadata but this digest, and of all tensors. */
    static String of(Map<String, String> metadata, Map<String, Weight> tensors) {
        DataDigest digest = new DataDigest();
        new TreeMap<>(metadata).forEach((key, value) -> {
            if (!key.equals(KEY)) {
                digest.add(key).add(value);
            }
        });
        new TreeMap<>(tensors)
                .forEach((name, tensor) -> digest.add(name)
                        .add(tensor.dtype().name())
                        .add(tensor.shape().toString())
                        .add(tensor.bytes()));
        return digest.hex();
    }

    /** Throws unless a file's content is what it says. */
    static void check(Safetensors file, String said) {
        Map<String, Weight> tensors = new TreeMap<>();
        file.names().forEach(name -> tensors.put(name, Weight.of(file, name)));
        String found = of(file.metadata(), tensors);
        Check.that(
                said.equals(found),
                "%s: expected a content of SHA-256 %s, as it says, found %s; it is damaged or was changed: save it"
                        + " again",
                file.path(),
                Check.excerpt(said),
                found);
    }
}
