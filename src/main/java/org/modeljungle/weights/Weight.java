package org.modeljungle.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.modeljungle.Check;

/**
 * A tensor to be written.
 *
 * @param dtype the type of its elements
 * @param shape its dimensions, row-major; empty for a single number
 * @param bytes its elements, little-endian, not copied
 */
public record Weight(Dtype dtype, List<Long> shape, ByteBuffer bytes) {

    /** Checks that the bytes are as many as the shape needs. */
    public Weight {
        shape = List.copyOf(shape);
        bytes = bytes.slice().asReadOnlyBuffer();
        Check.that(
                shape.stream().allMatch(size -> size >= 0)
                        && Shapes.bits(dtype, shape) == (long) Byte.SIZE * bytes.remaining(),
                "weight: expected the bytes of %s %s, found %d; give a shape whose product is the number of elements",
                dtype,
                shape,
                bytes.remaining());
    }

    /** Floats of a shape, stored as F32; copies them. */
    public static Weight of(float[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return new Weight(Dtype.F32, Shapes.of(shape), bytes);
    }

    /**
     * Floats of a shape, rounded to the nearest number of a type; copies them.
     *
     * @param dtype {@link Dtype#F32}, {@link Dtype#F16} or {@link Dtype#BF16}
     * @throws IllegalArgumentException if it is another
     */
    public static Weight of(Dtype dtype, float[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, Elements.narrowBytes(dtype));
        Elements.narrow(dtype, values, 0, bytes);
        return new Weight(dtype, Shapes.of(shape), bytes);
    }

    /** Numbers of double precision of a shape, stored as F64; copies them. */
    public static Weight of(double[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        return new Weight(Dtype.F64, Shapes.of(shape), bytes);
    }

    /** Whole numbers of a shape, stored as I64; copies them. */
    public static Weight of(long[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, Long.BYTES);
        bytes.asLongBuffer().put(values);
        return new Weight(Dtype.I64, Shapes.of(shape), bytes);
    }

    /** The tensor of that name in another file, as it is; reads it only when it is written. */
    public static Weight of(Safetensors file, String name) {
        TensorInfo info = file.info(name);
        return new Weight(info.dtype(), info.shape(), file.bytes(name));
    }

    /** A fresh view of the elements. */
    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer allocate(int elements, int size) {
        Check.that(
                elements <= Elements.MAX_ARRAY / size,
                "weight: expected at most %d elements of %d bytes, found %d; split it into several tensors",
                Elements.MAX_ARRAY / size,
                size,
                elements);
        return ByteBuffer.allocate(elements * size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
