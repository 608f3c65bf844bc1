package org.modeljungle.layers;

import java.util.Optional;
import java.util.regex.Pattern;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;

/** Which tensors of a file are weights of layers, and what their layers are called. */
final class WeightNames {

    private static final String WEIGHT = ".weight";

    /** {@code linear.weight}, {@code attention.in_proj_weight}, {@code lstm.weight_ih_l0}, {@code conv.kernel}. */
    private static final Pattern WEIGHTS = Pattern.compile("(?:.*\\.)?(?:[^.]*weight[^.]*|kernel)");

    /** Halves of a weight that a network puts together anew whenever it runs. */
    private static final Pattern HALVES =
            Pattern.compile("(?:.*\\.)?weight_(?:g|v|orig|u)|.*\\.parametrizations\\..*\\.original[01]?");

    private WeightNames() {}

    /** A tensor's layer: its name, without {@code .weight} where it ends so. */
    static String layer(String tensor) {
        return tensor.endsWith(WEIGHT) ? tensor.substring(0, tensor.length() - WEIGHT.length()) : tensor;
    }

    /**
     * The tensor of a layer's weight; none if there is none. A tensor that is asked for by a name that ends in
     * {@code .weight} is not found: its layer has a name without.
     */
    static Optional<String> tensor(Safetensors file, String layer) {
        if (file.has(layer + WEIGHT)) {
            return Optional.of(layer + WEIGHT);
        }
        return file.has(layer) && !layer.endsWith(WEIGHT) ? Optional.of(layer) : Optional.empty();
    }

    /** Why a tensor, no adapter's, is no layer; empty where it is one. */
    static String reason(Safetensors file, String name) {
        TensorInfo info = file.info(name);
        if (info.elements() == 0) {
            return "it is empty: " + info.shape();
        }
        Optional<String> scaled = Quantised.scaled(file, name);
        if (scaled.isPresent()) {
            boolean read = Quantised.isRead(file.info(scaled.get()));
            return "it scales '" + scaled.get() + "'" + (read ? " and is read with it" : ", which is not read");
        }
        if (!Quantised.isRead(info)) {
            return "its numbers are " + info.dtype()
                    + (Quantised.isBlockwise(info.dtype()) ? ", and each block of them has a scale elsewhere" : "");
        }
        if (info.shape().size() < 2) {
            return info.shape().isEmpty() ? "it is a single number" : "it is a vector: readVectors reads it";
        }
        if (HALVES.matcher(name).matches()) {
            return "it is a part of a weight that the network puts together when it runs (weight norm, spectral norm):"
                    + " save the model without it, by remove_weight_norm or remove_parametrizations";
        }
        return WEIGHTS.matcher(name).matches() ? "" : "its name says no weight: asked for by this name, it is read";
    }
}
