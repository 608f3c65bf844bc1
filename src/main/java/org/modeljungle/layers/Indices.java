package org.modeljungle.layers;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;

/** Checks of model indices. */
public final class Indices {

    private Indices() {}

    /**
     * Checks that there is an index, and a model for each.
     *
     * @param what begins the error
     * @throws IllegalArgumentException if not
     */
    public static void check(String what, int[] indices, int models) {
        Check.that(indices.length > 0, "%s: expected 1 or more, found none", what);
        for (int index : indices) {
            Check.that(
                    index >= 0 && index < models,
                    "%s: expected indices from 0 to %d, found %d",
                    what,
                    models - 1,
                    index);
        }
    }

    /** Each index plus a number. */
    public static int[] shifted(int[] indices, int by) {
        return Arrays.stream(indices).map(index -> index + by).toArray();
    }

    /** The indices of all parts, one part after the other. */
    public static int[] joined(List<int[]> parts) {
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
