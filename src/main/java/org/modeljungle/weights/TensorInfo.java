package org.modeljungle.weights;

import java.util.List;

/**
 * Where one tensor of a file lies. It was checked: its bytes are inside the file, and as many as its shape and type
 * need.
 *
 * @param name its name, unique in the file
 * @param dtype the type of its elements
 * @param shape its dimensions, row-major; empty for a single number
 * @param begin its first byte, counted from the end of the header
 * @param end the byte after its last one, counted from the end of the header
 */
public record TensorInfo(String name, Dtype dtype, List<Long> shape, long begin, long end) {

    /** Copies the shape. */
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** The same tensor under another name. */
    TensorInfo named(String other) {
        return new TensorInfo(other, dtype, shape, begin, end);
    }

    /** The number of bytes. */
    public long bytes() {
        return end - begin;
    }

    /** The number of elements: 1 for an empty shape. */
    public long elements() {
        return Shapes.elements(shape);
    }
}
