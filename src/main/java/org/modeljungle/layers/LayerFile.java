package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.modeljungle.Check;
import org.modeljungle.adapters.Adapter;
import org.modeljungle.adapters.LayerChange;
import org.modeljungle.weights.NaturalOrder;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;

/**
 * The layers of one open file: what an adapter changes, and weights that are stored as they are.
 *
 * @param file its tensors
 * @param adapter what it changes; nothing, where the file is a whole model
 */
record LayerFile(Safetensors file, Adapter adapter) {

    private static final String WEIGHT = ".weight";

    static LayerFile open(Path path) {
        Safetensors file = Safetensors.open(path);
        return new LayerFile(file, Adapter.of(file));
    }

    Path path() {
        return file.path();
    }

    /** The layers that can be read, in natural order. */
    List<String> layers() {
        Set<String> layers = new TreeSet<>(NaturalOrder.NATURAL);
        for (String layer : adapter.layers()) {
            if (adapter.refusal(layer).isEmpty()) {
                adapter.shape(layer); // its tensors fit together
                layers.add(layer);
            }
        }
        for (String name : file.names()) {
            if (name.endsWith(WEIGHT) && !adapter.holds(name) && isMatrix(file.info(name))) {
                layers.add(name.substring(0, name.length() - WEIGHT.length()));
            }
        }
        return List.copyOf(layers);
    }

    /** Why the other tensors are no layers, by their names. */
    Map<String, String> omitted() {
        Map<String, String> omitted = new LinkedHashMap<>();
        for (String name : file.names()) {
            String reason = reason(name);
            if (!reason.isEmpty()) {
                omitted.put(name, reason);
            }
        }
        return omitted;
    }

    private String reason(String name) {
        if (adapter.holds(name)) {
            String read = name.endsWith(".diff_b") ? "it changes a bias, which is a vector" : "";
            return adapter.refusal(adapter.layerOf(name)).orElse(read);
        }
        TensorInfo info = file.info(name);
        if (info.elements() == 0) {
            return "it is empty: " + info.shape();
        }
        if (!info.dtype().isFloat()) {
            return "its numbers are " + info.dtype();
        }
        if (info.shape().size() < 2) {
            return info.shape().isEmpty() ? "it is a single number" : "it is a vector: readVectors reads it";
        }
        if (!name.endsWith(WEIGHT)) {
            return "its name does not end in " + WEIGHT;
        }
        return isMatrix(info) ? "" : "it has " + info.shape().size() + " dimensions, not 2 or 4";
    }

    /** How the file stores a layer. */
    LayerShape shape(String layer) {
        if (adapter.changes(layer)) {
            return new LayerShape(adapter.shape(layer), adapter.rank(layer), true, false);
        }
        if (!file.has(layer + WEIGHT)) { // looking for names that are like it takes longer than reading
            throw new IllegalArgumentException(missing(layer));
        }
        TensorInfo info = file.info(layer + WEIGHT);
        Check.that(
                isMatrix(info),
                "layer '%s' in %s: expected floats of 2 or 4 dimensions, found %s %s; LayerBank.layers(file) lists"
                        + " what can be read",
                layer,
                file.path(),
                info.dtype(),
                info.shape());
        return new LayerShape(info.shape(), Adapter.FULL, false, false);
    }

    private String missing(String layer) {
        String found = layer.endsWith(WEIGHT) && file.has(layer)
                ? "that is a tensor's name: the layer's is '" + layer.substring(0, layer.length() - WEIGHT.length())
                        + "'"
                : "found neither; closest: " + file.closest(layer);
        return "layer '" + layer + "' in " + file.path() + ": expected a weight or a LoRA pair, " + found
                + "; LayerBank.layers(file) lists what this file has";
    }

    /** Also of a vector, by its tensor's full name: a matrix of one row. */
    LayerShape shapeOfAny(String layer) {
        boolean vector = file.has(layer)
                && file.info(layer).dtype().isFloat()
                && file.info(layer).shape().size() == 1;
        return vector
                ? new LayerShape(List.of(1L, file.info(layer).elements()), Adapter.FULL, false, true)
                : shape(layer);
    }

    /** What an adapter changes of a layer. */
    LayerChange change(String layer) {
        return adapter.change(layer);
    }

    /** Copies a weight that is stored as it is, or a vector by its tensor's name. */
    void copy(String layer, float[] target, int at) {
        file.floats(file.has(layer + WEIGHT) ? layer + WEIGHT : layer, target, at);
    }

    private static boolean isMatrix(TensorInfo info) {
        return info.dtype().isFloat()
                && (info.shape().size() == 2 || info.shape().size() == 4)
                && info.elements() > 0;
    }
}
