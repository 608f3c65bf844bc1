package org.modeljungle.align;

import java.util.List;

/** Turns texts into vectors. */
@FunctionalInterface
public interface TextEncoder {
    /**
     * The texts' vectors.
     *
     * @return [texts, dimension], each of length 1
     */
    float[][] encode(List<String> texts);
}
