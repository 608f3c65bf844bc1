package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.adapters.Adapter;

/**
 * How one file stores one layer.
 *
 * @param shape the layer's weights as in the file, or as the product of their factors
 * @param rank the rank of an adapter's factors; {@link Adapter#FULL} for weights stored as they are
 * @param change whether it is what an adapter changes, and not the weight itself
 * @param vector whether it is a vector, named by its tensor
 */
record LayerShape(List<Long> shape, int rank, boolean change, boolean vector) {

    /** The layers that all files have in one shape. */
    static List<String> shared(List<LayerSource> sources) {
        Check.that(!sources.isEmpty(), "shared layers: expected at least one weight file, found none");
        Map<String, LayerShape> shared = null; // until the first file is read
        try (Progress progress = Progress.of("looking for shared layers", sources.size())) {
            for (LayerSource source : sources) {
                LayerFile file = source.open();
                Map<String, LayerShape> own = new LinkedHashMap<>();
                file.layers().forEach(layer -> own.put(layer, file.shape(layer)));
                if (shared == null) {
                    shared = own;
                }
                shared.entrySet().removeIf(layer -> !layer.getValue().fits(own.get(layer.getKey())));
                progress.step();
            }
            return List.copyOf(shared.keySet());
        }
    }

    /** Whether a bank may hold both: matrices of one shape, all weights or all changes. Ranks may differ. */
    boolean fits(LayerShape other) {
        return other != null && shape.equals(other.shape) && change == other.change && vector == other.vector;
    }

    /** Throws unless a bank may hold this layer of a file beside that of its first file. */
    void checkFits(LayerShape firsts, String layer, Path file, Path first) {
        Check.that(
                fits(firsts),
                "layer '%s' in %s: expected %s, found %s; all files of a bank have the shapes of its first, %s: read"
                        + " models of one architecture at a time",
                layer,
                file,
                firsts,
                this,
                first);
    }

    boolean isLowRank() {
        return rank != Adapter.FULL;
    }

    @Override
    public String toString() {
        return shape + (isLowRank() ? " of rank " + rank : change ? ", an adapter's change" : "");
    }
}
