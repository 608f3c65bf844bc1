package org.modeljungle.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Turns the bytes of a tensor into Java's numbers. */
final class Elements {

    /** The longest array that every Java virtual machine can make. */
    static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private Elements() {}

    /** Writes all of {@code bytes} into {@code target} from {@code offset} on; gives the number of elements. */
    static int floats(Dtype dtype, ByteBuffer bytes, float[] target, int offset) {
        int count = bytes.remaining() / (dtype.bits() / Byte.SIZE);
        switch (dtype) {
            case F32 -> bytes.asFloatBuffer().get(target, offset, count);
            case F64 -> fill(target, offset, count, i -> (float) bytes.getDouble(i * Double.BYTES));
            case F16 -> fill(target, offset, count, i -> half(bytes.getShort(i * Short.BYTES)));
            case BF16 -> fill(target, offset, count, i -> brain(bytes.getShort(i * Short.BYTES)));
            case F8_E5M2 -> fill(target, offset, count, i -> half((short) (bytes.get(i) << 8)));
            case F8_E4M3 -> fill(target, offset, count, i -> eight(bytes.get(i)));
            default -> throw new IllegalArgumentException(dtype + " holds no floats");
        }
        return count;
    }

    /** A run of {@code length} floats from each of {@code starts} on, of a tensor that lies in several parts. */
    static float[] runs(Dtype dtype, List<ByteBuffer> parts, long[] starts, int length) {
        float[] values = new float[Math.multiplyExact(starts.length, length)]; // [starts, length]
        int size = dtype.bits() / Byte.SIZE;
        for (int run = 0; run < starts.length; run++) {
            long from = starts[run] * size; // bytes, counted from the part's first
            int at = run * length;
            int end = at + length;
            for (ByteBuffer part : parts) {
                if (at < end && from < part.capacity()) {
                    int bytes = (int) Math.min(part.capacity() - from, (long) (end - at) * size);
                    ByteBuffer piece = part.slice((int) from, bytes).order(ByteOrder.LITTLE_ENDIAN);
                    at += floats(dtype, piece, values, at);
                    from = part.capacity();
                }
                from -= part.capacity();
            }
        }
        return values;
    }

    /** As {@link #floats}; U64 of 2^63 or more comes out negative. */
    static int longs(Dtype dtype, ByteBuffer bytes, long[] target, int offset) {
        int count = bytes.remaining() / (dtype.bits() / Byte.SIZE);
        for (int i = 0; i < count; i++) {
            target[offset + i] = whole(dtype, bytes, i);
        }
        return count;
    }

    /** Widens a half-precision number; exact. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        if (exponent == 0) { // zero, or a number below the smallest normal one
            return Math.copySign(fraction * 0x1p-24f, Float.intBitsToFloat(sign | 0x3F800000));
        }
        int wide = exponent == 0x1F ? 0xFF : exponent - 15 + 127;
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    /** Widens a number of four bits of exponent and three of fraction, without infinities; exact. */
    static float eight(byte bits) {
        int exponent = (bits >> 3) & 0xF;
        int fraction = bits & 0x7;
        float size = exponent == 0 ? fraction * 0x1p-9f : Math.scalb(1 + fraction / 8f, exponent - 7);
        return exponent == 0xF && fraction == 0x7 ? Float.NaN : Math.copySign(size, bits < 0 ? -1f : 1f);
    }

    /** Widens a bfloat16 number: the upper half of a float; exact. */
    static float brain(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    @FunctionalInterface
    private interface Element {
        float at(int index);
    }

    private static void fill(float[] target, int offset, int count, Element element) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = element.at(i);
        }
    }

    private static long whole(Dtype dtype, ByteBuffer bytes, int i) {
        return switch (dtype) {
            case BOOL -> bytes.get(i) == 0 ? 0 : 1;
            case U8 -> Byte.toUnsignedLong(bytes.get(i));
            case I8 -> bytes.get(i);
            case I16 -> bytes.getShort(i * Short.BYTES);
            case U16 -> Short.toUnsignedLong(bytes.getShort(i * Short.BYTES));
            case I32 -> bytes.getInt(i * Integer.BYTES);
            case U32 -> Integer.toUnsignedLong(bytes.getInt(i * Integer.BYTES));
            case I64, U64 -> bytes.getLong(i * Long.BYTES);
            default -> throw new IllegalArgumentException(dtype + " holds no whole numbers");
        };
    }
}
