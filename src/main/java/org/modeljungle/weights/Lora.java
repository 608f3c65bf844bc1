package org.modeljungle.weights;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.modeljungle.Check;

/**
 * The pairs of low-rank factors in a LoRA file: the layer {@code L} changes by {@code B A}, stored as
 * {@code L.lora.up.weight} (B, {@code [rows, rank]}) and {@code L.lora.down.weight} (A, {@code [rank, cols]}).
 */
public final class Lora {

    /** What follows a layer's name in the name of its {@code A [rank, cols]}. */
    public static final String DOWN = ".lora.down.weight";

    /** What follows a layer's name in the name of its {@code B [rows, rank]}. */
    public static final String UP = ".lora.up.weight";

    private Lora() {}

    /**
     * The names of the layers that a file changes, in natural order; empty for a file without LoRA pairs.
     *
     * @throws IllegalArgumentException if a pair lacks one factor, a factor is not a matrix, or the ranks differ
     */
    public static List<String> layers(Safetensors file) {
        Set<String> layers = new TreeSet<>(NaturalOrder.NATURAL);
        for (String name : file.names()) {
            for (String end : List.of(DOWN, UP)) {
                if (name.endsWith(end)) {
                    layers.add(name.substring(0, name.length() - end.length()));
                }
            }
        }
        layers.forEach(layer -> check(file, layer));
        return List.copyOf(layers);
    }

    /**
     * Checks one layer's pair.
     *
     * @throws IllegalArgumentException as {@link #layers}
     */
    public static void check(Safetensors file, String layer) {
        List<Long> down = matrix(file, layer, DOWN, UP);
        List<Long> up = matrix(file, layer, UP, DOWN);
        Check.that(
                up.get(1).equals(down.get(0)),
                "layer '%s' in %s: expected lora.up [rows, rank] and lora.down [rank, cols] of one rank, found %s and"
                        + " %s; the two are not of one pair: save the LoRA again",
                layer,
                file.path(),
                up,
                down);
    }

    private static List<Long> matrix(Safetensors file, String layer, String end, String partner) {
        Check.that(
                file.has(layer + end),
                "layer '%s' in %s: expected '%s' beside '%s', found none; the pair is incomplete: save the LoRA again",
                layer,
                file.path(),
                layer + end,
                layer + partner);
        List<Long> shape = file.info(layer + end).shape();
        Check.that(
                shape.size() == 2,
                "layer '%s' in %s: expected a matrix in '%s', found %s; only LoRAs of linear layers are read",
                layer,
                file.path(),
                layer + end,
                shape);
        return shape;
    }
}
