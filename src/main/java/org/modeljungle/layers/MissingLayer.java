package org.modeljungle.layers;

import java.util.Optional;
import org.modeljungle.weights.Safetensors;

/** What is said of a layer that a file does not have. */
final class MissingLayer {

    private MissingLayer() {}

    static String message(Safetensors file, String layer) {
        return "layer '" + layer + "' in " + file.path() + ": expected a weight or a LoRA pair, " + found(file, layer)
                + "; LayerBank.layers(file) lists what this file has";
    }

    private static String found(Safetensors file, String layer) {
        if (file.has(layer)) {
            return "found a tensor of that name: the layer's name is '" + WeightNames.layer(layer) + "'";
        }
        return more(file, layer)
                .or(() -> less(file, layer))
                .orElseGet(() -> "found neither; closest: " + file.closest(layer));
    }

    /** Where the file's name of it has something in front. */
    private static Optional<String> more(Safetensors file, String layer) {
        return file.names().stream()
                .map(WeightNames::layer)
                .filter(name -> name.endsWith("." + layer))
                .findFirst()
                .map(name -> "found '%s': models.withoutPrefixes(\"%s\") reads this file's names without"
                        .formatted(name, name.substring(0, name.length() - layer.length())));
    }

    /** Where the name asked for has something in front. */
    private static Optional<String> less(Safetensors file, String layer) {
        for (int dot = layer.indexOf('.'); dot >= 0; dot = layer.indexOf('.', dot + 1)) {
            String name = layer.substring(dot + 1);
            if (WeightNames.tensor(file, name).isPresent()) {
                return Optional.of(
                        "found '%s': ask for that, and read files that have '%s' before it by models.withoutPrefixes(\"%s\")"
                                .formatted(name, layer.substring(0, dot + 1), layer.substring(0, dot + 1)));
            }
        }
        return Optional.empty();
    }
}
