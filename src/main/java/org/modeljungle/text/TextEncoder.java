package org.modeljungle.text;

import java.util.List;
import org.modeljungle.Check;

/** Turns texts into vectors. */
@FunctionalInterface
public interface TextEncoder {
    /**
     * The texts' vectors.
     *
     * @return [texts, dimension], each of length 1
     */
    float[][] encode(List<String> texts);

    /**
     * Identifies this encoder: an alignment that is saved names it, and another one is refused when the file is
     * opened. Empty if unknown; {@link #named} does.
     */
    default String digest() {
        return "";
    }

    /**
     * The same encoder under a digest of its own.
     *
     * @param digest for example the SHA-256 of its weights, or its name and version
     */
    static TextEncoder named(String digest, TextEncoder encoder) {
        Check.that(!digest.isBlank(), "text encoder: expected a digest, found a blank");
        return new TextEncoder() {
            @Override
            public float[][] encode(List<String> texts) {
                return encoder.encode(texts);
            }

            @Override
            public String digest() {
                return digest;
            }
        };
    }
}
