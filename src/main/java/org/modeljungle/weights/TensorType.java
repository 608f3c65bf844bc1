package org.modeljungle.weights;

import java.util.List;
import org.modeljungle.Check;

/**
 * What a tensor is, without its numbers.
 *
 * @param dtype the type of its elements
 * @param shape its dimensions, row-major; empty for a single number
 */
public record TensorType(Dtype dtype, List<Long> shape) {

    /** Copies the shape, and checks it. */
    public TensorType {
        shape = List.copyOf(shape);
        Check.that(
                shape.stream().allMatch(size -> size >= 0) && Shapes.bits(dtype, shape) % Byte.SIZE == 0,
                "tensor: expected a shape of whole bytes, found %s %s",
                dtype,
                shape);
    }

    /** Of a shape. */
    public static TensorType of(Dtype dtype, long... shape) {
        return new TensorType(dtype, Shapes.of(shape));
    }

    /** The number of bytes that its numbers take. */
    public long bytes() {
        return Shapes.bits(dtype, shape) / Byte.SIZE;
    }
}
