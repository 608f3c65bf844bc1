package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.SquaredError;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/** What networks respond to inputs: the picture that an implicit network draws, for example. */
public final class Responses {

    private static final int CHUNK = 64; // networks

    private Responses() {}

    /**
     * The pictures that implicit networks draw, or slices through the middle of the solids that they hold.
     *
     * @param network takes points of the plane or of space, and gives one number, from 0 to 1 where it was trained
     * @param rows each network's parameters
     * @param side of a picture, in pixels
     * @return from -1 to 1, as {@code ImageGrid} shows them // [networks][side * side]
     * @throws IllegalArgumentException if the networks take or give something else
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public static List<float[]> pictures(Network network, List<float[]> rows, int side) {
        int axes = network.input().stream().reduce(1, Math::multiplyExact);
        Check.that(
                network.input().size() == 1 && (axes == 2 || axes == 3) && network.outputs() == 1,
                "pictures: expected networks from points of 2 or 3 axes to 1 number, found %s to %d",
                network.input(),
                network.outputs());
        float[] plane = NetworkZoo.grid(side);
        float[] points = new float[side * side * axes]; // [side * side, axes], 0 along a third axis
        for (int i = 0; i < plane.length; i++) {
            points[i / 2 * axes + i % 2] = plane[i];
        }
        List<float[]> pictures = List.of(of(network, rows, points));
        for (float[] picture : pictures) {
            for (int i = 0; i < picture.length; i++) {
                picture[i] = 2 * picture[i] - 1;
            }
        }
        return pictures;
    }

    /**
     * Sends the same inputs through networks.
     *
     * @param rows each network's parameters
     * @param inputs row-major [batch, input...]
     * @return [networks][batch * outputs]
     * @throws IllegalArgumentException if a network has another number of parameters, or the inputs are not whole
     * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
     */
    public static float[][] of(Network network, List<float[]> rows, float[] inputs) {
        int values = network.input().stream().reduce(1, Math::multiplyExact);
        Check.that(
                inputs.length > 0 && inputs.length % values == 0,
                "responses: expected whole inputs of %d numbers, found %d numbers",
                values,
                inputs.length);
        int size = network.layout().size();
        Tensors.checkWidth("responses: expected networks of " + size + " parameters", size, rows);
        SquaredError script = new SquaredError(network);
        float[][] all = new float[rows.size()][];
        for (int from = 0; from < all.length; from += CHUNK) {
            Progress.checkInterrupt("sending inputs through networks");
            List<float[]> some = rows.subList(from, Math.min(all.length, from + CHUNK));
            try (NDManager scope = Torch.scope()) {
                NDArray parameters = Tensors.of(scope, some);
                long[] shape = new long[network.input().size() + 2];
                shape[0] = 1;
                shape[1] = inputs.length / values;
                for (int axis = 2; axis < shape.length; axis++) {
                    shape[axis] = network.input().get(axis - 2);
                }
                NDArray shared = Torch.tensor(scope, inputs, new Shape(shape));
                float[] flat = Torch.floats(script.outputs(scope, parameters, shared));
                int each = flat.length / some.size();
                for (int i = 0; i < some.size(); i++) {
                    all[from + i] = Arrays.copyOfRange(flat, i * each, (i + 1) * each);
                }
            }
        }
        return all;
    }
}
