package org.modeljungle.layers;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;

/** Checks of model indices. */
public final class Indices {

    private Indices() {}

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

    public static int[] shifted(int[] indices, int by) {
        return Arrays.stream(indices).map(index -> index + by).toArray();
    }

    public static int[] joined(List<int[]> parts) {
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
