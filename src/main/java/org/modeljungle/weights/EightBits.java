package org.modeljungle.weights;

import java.util.EnumMap;
import java.util.Map;

/** The 256 numbers of each floating-point type of eight bits; exact. */
final class EightBits {

    private static final int LAST = 0xFF;
    private static final int MINUS_ZERO = 0x80; // of the types FNUZ, which have no other number that is none

    private static final Map<Dtype, float[]> TABLES = tables();

    private EightBits() {}

    /** The number of each byte, taken as unsigned; null for other types. */
    static float[] table(Dtype dtype) {
        return TABLES.get(dtype);
    }

    @FunctionalInterface
    private interface Reading {
        float of(int bits);
    }

    private static Map<Dtype, float[]> tables() {
        Map<Dtype, float[]> tables = new EnumMap<>(Dtype.class);
        tables.put(Dtype.F8_E5M2, table(bits -> Elements.half((short) (bits << 8))));
        tables.put(Dtype.F8_E4M3, table(bits -> (bits & 0x7F) == 0x7F ? Float.NaN : number(bits, 3, 7)));
        tables.put(Dtype.F8_E8M0, table(bits -> bits == LAST ? Float.NaN : Math.scalb(1f, bits - 127)));
        tables.put(Dtype.F8_E4M3FNUZ, table(bits -> bits == MINUS_ZERO ? Float.NaN : number(bits, 3, 8)));
        tables.put(Dtype.F8_E5M2FNUZ, table(bits -> bits == MINUS_ZERO ? Float.NaN : number(bits, 2, 16)));
        return tables;
    }

    private static float[] table(Reading reading) {
        float[] table = new float[LAST + 1];
        for (int bits = 0; bits < table.length; bits++) {
            table[bits] = reading.of(bits);
        }
        return table;
    }

    /** Of a sign, an exponent that is {@code bias} too large, and {@code width} bits of fraction. */
    private static float number(int bits, int width, int bias) {
        int exponent = (bits & 0x7F) >> width;
        float fraction = (bits & ((1 << width) - 1)) / (float) (1 << width);
        float size = exponent == 0 ? Math.scalb(fraction, 1 - bias) : Math.scalb(1 + fraction, exponent - bias);
        return (bits & 0x80) == 0 ? size : -size;
    }
}
