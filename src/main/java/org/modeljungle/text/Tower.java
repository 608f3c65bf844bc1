package org.modeljungle.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.tensor.Torch;
import org.modeljungle.weights.Safetensors;

/**
 * A text transformer in a file. Nothing of it stays in memory: tensors are read when texts are encoded, of the tokens'
 * vectors only those that occur.
 *
 * @param file its weights; halves are widened
 * @param names how they are called
 * @param prefix what stands before these names
 * @param sizes of the network
 */
record Tower(Safetensors file, TowerNames names, String prefix, TowerSizes sizes) {

    /** Checks each tensor's shape. */
    Tower {
        check(file, prefix + names.tokens(), List.of(sizes.vocabulary(), sizes.width()));
        check(file, prefix + names.positions(), List.of(sizes.positions(), sizes.width()));
        for (int block = 0; block < sizes.depth(); block++) {
            for (TowerNames.Joined part : names.block(block, sizes)) {
                List<Integer> each = new ArrayList<>(part.shape());
                each.set(0, each.get(0) / part.names().size());
                part.names().forEach(name -> check(file, prefix + name, each));
            }
        }
        Check.that(
                !file.has(prefix
                        + names.block(sizes.depth(), sizes).get(0).names().get(0)),
                "%s: expected the %d blocks of its configuration, found more; it belongs to another file",
                file.path(),
                sizes.depth());
    }

    private static void check(Safetensors file, String name, List<Integer> shape) {
        List<Integer> found =
                file.info(name).shape().stream().map(Math::toIntExact).toList();
        Check.that(
                found.equals(shape),
                "tensor '%s' in %s: expected %s as its configuration says, found %s",
                name,
                file.path(),
                shape,
                found);
    }

    /** The sum of each token's vector and its position's // [tokens, width] */
    float[] embedded(int... tokens) {
        int width = sizes.width();
        long[] starts =
                Arrays.stream(tokens).mapToLong(token -> (long) token * width).toArray();
        float[] sums = file.floats(prefix + names.tokens(), starts, width);
        float[] places = file.floats(prefix + names.positions(), new long[] {0}, sums.length);
        for (int i = 0; i < sums.length; i++) {
            sums[i] += places[i];
        }
        return sums;
    }

    /** The parameters of a block, in {@link TowerNames#block}'s order. */
    NDArray[] block(NDManager scope, int index) {
        return names.block(index, sizes).stream()
                .map(part -> joined(scope, part))
                .toArray(NDArray[]::new);
    }

    private NDArray joined(NDManager scope, TowerNames.Joined part) {
        int size = part.shape().stream().mapToInt(Integer::intValue).reduce(1, Math::multiplyExact);
        float[] values = new float[size];
        for (int i = 0; i < part.names().size(); i++) {
            file.floats(
                    prefix + part.names().get(i),
                    values,
                    i * (size / part.names().size()));
        }
        long[] shape = part.shape().stream().mapToLong(Integer::longValue).toArray();
        return Torch.tensor(scope, values, new Shape(shape));
    }

    /** A vector // [length] */
    NDArray vector(NDManager scope, String name) {
        float[] values = file.floats(name);
        return Torch.tensor(scope, values, new Shape(values.length));
    }

    /** Adds all tensors of the tower, and others of its file. */
    void addTo(DataDigest digest, List<String> others) {
        digest.add(names.name()).add(sizes.toString());
        List<String> all = new ArrayList<>(List.of(prefix + names.tokens(), prefix + names.positions()));
        for (int block = 0; block < sizes.depth(); block++) {
            names.block(block, sizes).forEach(part -> part.names().forEach(name -> all.add(prefix + name)));
        }
        all.addAll(others);
        all.forEach(name -> digest.add(file.info(name).dtype().name()).add(file.bytes(name)));
    }
}
