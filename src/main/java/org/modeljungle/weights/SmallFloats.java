package org.modeljungle.weights;

import java.util.EnumMap;
import java.util.Map;

/**
 * The numbers of each floating-point type of at most eight bits; exact. Those of four, of six and F8_E8M0 are the
 * elements and the scales of the Open Compute Project's microscaling formats (MX, version 1.0, section 5.3).
 */
final class SmallFloats {

    private static final int LAST = 0xFF;
    private static final int MINUS_ZERO = 0x80; // of the types FNUZ, which have no other number that is none

    private static final Map<Dtype, float[]> TABLES = tables();

    private SmallFloats() {}

    /** The number of each pattern of bits, taken as unsigned; null for other types. */
    static float[] table(Dtype dtype) {
        return TABLES.get(dtype);
    }

    @FunctionalInterface
    private interface Reading {
        float of(int bits);
    }

    private static Map<Dtype, float[]> tables() {
        Map<Dtype, float[]> tables = new EnumMap<>(Dtype.class);
        put(tables, Dtype.F4, bits -> number(bits, 4, 1, 1));
        put(tables, Dtype.F6_E2M3, bits -> number(bits, 6, 3, 1));
        put(tables, Dtype.F6_E3M2, bits -> number(bits, 6, 2, 3));
        put(tables, Dtype.F8_E5M2, bits -> Elements.half((short) (bits << 8)));
        put(tables, Dtype.F8_E4M3, bits -> (bits & 0x7F) == 0x7F ? Float.NaN : number(bits, 8, 3, 7));
        put(tables, Dtype.F8_E8M0, bits -> bits == LAST ? Float.NaN : Math.scalb(1f, bits - 127));
        put(tables, Dtype.F8_E4M3FNUZ, bits -> bits == MINUS_ZERO ? Float.NaN : number(bits, 8, 3, 8));
        put(tables, Dtype.F8_E5M2FNUZ, bits -> bits == MINUS_ZERO ? Float.NaN : number(bits, 8, 2, 16));
        return tables;
    }

    private static void put(Map<Dtype, float[]> tables, Dtype dtype, Reading reading) {
        float[] table = new float[1 << dtype.bits()];
        for (int bits = 0; bits < table.length; bits++) {
            table[bits] = reading.of(bits);
        }
        tables.put(dtype, table);
    }

    /**
     * Of a sign, an exponent that is {@code bias} too large, and a fraction.
     *
     * @param size all bits
     * @param width the fraction's
     */
    private static float number(int bits, int size, int width, int bias) {
        int sign = 1 << (size - 1);
        int exponent = (bits & (sign - 1)) >> width;
        float fraction = (bits & ((1 << width) - 1)) / (float) (1 << width);
        float value = exponent == 0 ? Math.scalb(fraction, 1 - bias) : Math.scalb(1 + fraction, exponent - bias);
        return (bits & sign) == 0 ? value : -value;
    }
}
