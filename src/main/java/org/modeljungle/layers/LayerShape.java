package org.modeljungle.layers;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.weights.Lora;
import org.modeljungle.weights.NaturalOrder;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;

/**
 * How one file stores one layer.
 *
 * @param shape the layer's weights as in the file, or as the product of their factors
 * @param rank the rank of a LoRA pair; 0 for weights stored as they are
 * @param vector whether it is a vector, named by its tensor
 */
record LayerShape(List<Long> shape, long rank, boolean vector) {

    static final String WEIGHT = ".weight";

    /** The layers of a file: its LoRA pairs, and its weights that are matrices or convolutions. */
    static List<String> layers(Safetensors file) {
        Set<String> layers = new TreeSet<>(NaturalOrder.NATURAL);
        layers.addAll(Lora.layers(file));
        for (String name : file.names()) {
            if (name.endsWith(WEIGHT) && !isLora(name) && isMatrix(file.info(name))) {
                layers.add(name.substring(0, name.length() - WEIGHT.length()));
            }
        }
        return List.copyOf(layers);
    }

    /** The layers that all files have in one shape. */
    static List<String> shared(List<Path> files) {
        Check.that(!files.isEmpty(), "shared layers: expected at least one weight file, found none");
        Map<String, LayerShape> shared = new LinkedHashMap<>();
        try (Progress progress = Progress.of("looking for shared layers", files.size())) {
            for (Path path : files) {
                Safetensors file = Safetensors.open(path);
                Map<String, LayerShape> own = new LinkedHashMap<>();
                layers(file).forEach(layer -> own.put(layer, of(file, layer)));
                if (path.equals(files.get(0))) {
                    shared.putAll(own);
                }
                shared.entrySet().removeIf(layer -> !layer.getValue().equals(own.get(layer.getKey())));
                progress.step();
            }
        }
        return List.copyOf(shared.keySet());
    }

    static LayerShape of(Safetensors file, String layer) {
        if (file.has(layer + Lora.DOWN) || file.has(layer + Lora.UP)) {
            Lora.check(file, layer);
            List<Long> up = file.info(layer + Lora.UP).shape();
            List<Long> down = file.info(layer + Lora.DOWN).shape();
            return new LayerShape(List.of(up.get(0), down.get(1)), up.get(1), false);
        }
        if (!file.has(layer + WEIGHT)) { // looking for names that are like it takes longer than reading
            throw new IllegalArgumentException("layer '" + layer + "' in " + file.path()
                    + ": expected a weight or a LoRA pair, found neither; closest: " + file.closest(layer)
                    + "; LayerBank.layers(file) lists what this file has");
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
        return new LayerShape(info.shape(), 0, false);
    }

    /** Also of a vector, by its tensor's full name: a matrix of one row. */
    static LayerShape ofAny(Safetensors file, String layer) {
        boolean vector = file.has(layer)
                && file.info(layer).dtype().isFloat()
                && file.info(layer).shape().size() == 1;
        return vector ? new LayerShape(List.of(1L, file.info(layer).elements()), 0, true) : of(file, layer);
    }

    boolean isLowRank() {
        return rank > 0;
    }

    @Override
    public String toString() {
        return shape + (isLowRank() ? " of rank " + rank : "");
    }

    private static boolean isLora(String name) {
        return name.endsWith(Lora.DOWN) || name.endsWith(Lora.UP);
    }

    private static boolean isMatrix(TensorInfo info) {
        return info.dtype().isFloat()
                && (info.shape().size() == 2 || info.shape().size() == 4)
                && info.elements() > 0;
    }
}
