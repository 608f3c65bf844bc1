package org.modeljungle.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Turns the bytes of a tensor into Java's numbers. */
final class Elements {

    /** The longest array that every Java virtual machine can make. */
    static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private Elements() {}

    /**
     * Writes all of {@code bytes} into {@code target} from {@code offset} on; gives the number of elements. Those of
     * types whose elements share bytes are read by {@link PackedFloats}.
     */
    static int floats(Dtype dtype, ByteBuffer bytes, float[] target, int offset) {
        int count = bytes.remaining() / (dtype.bits() / Byte.SIZE);
        switch (dtype) {
            case F32 -> bytes.asFloatBuffer().get(target, offset, count);
            case F64 -> doubles(bytes, target, offset, count);
            case F16 -> halves(bytes, target, offset, count);
            case BF16 -> brains(bytes, target, offset, count);
            case F8_E5M2, F8_E4M3, F8_E8M0, F8_E4M3FNUZ, F8_E5M2FNUZ -> eights(dtype, bytes, target, offset, count);
            default -> throw new IllegalArgumentException(dtype + " holds no floats");
        }
        return count;
    }

    /** A run of {@code length} floats from each of {@code starts} on, of a tensor that lies in several parts. */
    static void runs(Dtype dtype, List<ByteBuffer> parts, long[] starts, int length, float[] target, int at) {
        int next = at; // target [starts, length]
        if (PackedFloats.isPacked(dtype)) {
            for (int run = 0; run < starts.length; run++) {
                PackedFloats.read(dtype, parts, starts[run], length, target, at + run * length);
            }
            return;
        }
        int size = dtype.bits() / Byte.SIZE;
        for (long start : starts) {
            for (ByteBuffer piece : pieces(parts, start * size, (long) length * size)) {
                next += floats(dtype, piece, target, next);
            }
        }
    }

    /** The pieces of the parts, joined, that hold {@code length} bytes from byte {@code from} on. */
    static List<ByteBuffer> pieces(List<ByteBuffer> parts, long from, long length) {
        List<ByteBuffer> pieces = new ArrayList<>();
        long begin = from; // counted from the part's first byte
        long left = length;
        for (ByteBuffer part : parts) {
            if (left > 0 && begin < part.capacity()) {
                int bytes = (int) Math.min(part.capacity() - begin, left);
                pieces.add(part.slice((int) begin, bytes).order(ByteOrder.LITTLE_ENDIAN));
                left -= bytes;
                begin = part.capacity();
            }
            begin -= part.capacity();
        }
        return pieces;
    }

    /** As {@link #floats}; U64 of 2^63 or more comes out negative. */
    static int longs(Dtype dtype, ByteBuffer bytes, long[] target, int offset) {
        int count = bytes.remaining() / (dtype.bits() / Byte.SIZE);
        for (int i = 0; i < count; i++) {
            target[offset + i] = whole(dtype, bytes, i);
        }
        return count;
    }

    /** The bytes of a number of a type that floats are written as. @throws IllegalArgumentException if it is another */
    static int narrowBytes(Dtype dtype) {
        return switch (dtype) {
            case F32 -> Float.BYTES;
            case F16, BF16 -> Short.BYTES;
            default -> throw new IllegalArgumentException("floats are written as F32, F16 or BF16, not " + dtype);
        };
    }

    /**
     * Writes floats as a narrower type, rounded to the nearest, ties to even, as PyTorch and NumPy do; a half above
     * 65504 becomes infinite.
     *
     * @param bytes where to, little-endian; as many numbers as it has room for
     */
    static void narrow(Dtype dtype, float[] values, int offset, ByteBuffer bytes) {
        int count = bytes.remaining() / narrowBytes(dtype);
        switch (dtype) {
            case F32 -> bytes.asFloatBuffer().put(values, offset, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    bytes.putShort(i * Short.BYTES, toHalf(values[offset + i]));
                }
            }
            default -> { // BF16
                for (int i = 0; i < count; i++) {
                    bytes.putShort(i * Short.BYTES, toBrain(values[offset + i]));
                }
            }
        }
    }

    /** The nearest half-precision number, of two the even one. */
    static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int size = bits & 0x7FFFFFFF;
        if (size > 0x7F800000) { // not a number
            return (short) (sign | 0x7E00);
        }
        if (size >= 0x477FF000) { // 65520: half-way between the largest half and the next
            return (short) (sign | 0x7C00);
        }
        if (size < 0x38800000) { // 2^-14: below it halves are multiples of 2^-24
            return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24f));
        }
        int rounded = size + 0xFFF + (size >>> 13 & 1);
        return (short) (sign | (rounded - ((127 - 15) << 23)) >>> 13);
    }

    /** The nearest bfloat16 number, of two the even one. */
    static short toBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        return Float.isNaN(value) ? (short) (bits >>> 16 | 0x40) : (short) ((bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16);
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

    /** Widens a bfloat16 number: the upper half of a float; exact. */
    static float brain(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    // one loop for each type: a loop over a function that differs from call to call is several times slower

    private static void doubles(ByteBuffer bytes, float[] target, int offset, int count) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = (float) bytes.getDouble(i * Double.BYTES);
        }
    }

    private static void halves(ByteBuffer bytes, float[] target, int offset, int count) {
        float[] table = Halves.TABLE;
        for (int i = 0; i < count; i++) {
            target[offset + i] = table[bytes.getShort(i * Short.BYTES) & 0xFFFF];
        }
    }

    /** Two at a time: the first is the lower half of a little-endian pair. */
    private static void brains(ByteBuffer bytes, float[] target, int offset, int count) {
        ByteBuffer little = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count / 2; i++) {
            int pair = little.getInt(i * Integer.BYTES);
            target[offset + 2 * i] = Float.intBitsToFloat(pair << 16);
            target[offset + 2 * i + 1] = Float.intBitsToFloat(pair & 0xFFFF0000);
        }
        if (count % 2 == 1) {
            target[offset + count - 1] = brain(little.getShort((count - 1) * Short.BYTES));
        }
    }

    private static void eights(Dtype dtype, ByteBuffer bytes, float[] target, int offset, int count) {
        float[] table = SmallFloats.table(dtype);
        for (int i = 0; i < count; i++) {
            target[offset + i] = table[bytes.get(i) & 0xFF];
        }
    }

    /** All halves, widened: a look-up is faster than taking the bits apart. */
    private static final class Halves {
        static final float[] TABLE = table();

        private Halves() {}

        private static float[] table() {
            float[] table = new float[1 << Short.SIZE];
            for (int bits = 0; bits < table.length; bits++) {
                table[bits] = half((short) bits);
            }
            return table;
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
