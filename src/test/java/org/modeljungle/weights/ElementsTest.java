package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ElementsTest {

    @Test
    void everyHalfIsWhatItsBitsSay() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            assertThat(Elements.half((short) bits)).as("bits %04x", bits).isEqualTo(Float.valueOf(naiveHalf(bits)));
        }
    }

    @Test
    void negativeZeroKeepsItsSign() {
        assertThat(Float.floatToRawIntBits(Elements.half((short) 0x8000))).isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void aBrainIsTheUpperHalfOfAFloat() {
        for (float value : new float[] {0, 1, -1.5f, 3.0e38f, Float.POSITIVE_INFINITY, Float.NaN}) {
            int upper = Float.floatToIntBits(value) >>> 16;
            assertThat(Elements.brain((short) upper)).isEqualTo(Float.valueOf(Float.intBitsToFloat(upper << 16)));
        }
        assertThat(Elements.brain((short) 0xBFC0)).isEqualTo(-1.5f);
    }

    /** IEEE 754: (-1)^s 2^(e - 15) (1 + f / 1024), without the 1 and with e = 1 where e is 0. */
    private static float naiveHalf(int bits) {
        int sign = bits >> 15 == 0 ? 1 : -1;
        int exponent = (bits >> 10) % 32;
        double fraction = bits % 1024 / 1024.0;
        if (exponent == 31) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        double size = exponent == 0 ? Math.pow(2, -14) * fraction : Math.pow(2, exponent - 15) * (1 + fraction);
        return (float) (sign * size);
    }

    /** Values of the OCP standard for 8-bit floats. */
    @Test
    void eightBitFloatsAreWidened() {
        byte[] bytes = {0x00, 0x01, 0x38, 0x7E, (byte) 0xFE, (byte) 0xB8, 0x08, 0x7F};
        float[] values = new float[bytes.length];
        Elements.floats(Dtype.F8_E4M3, ByteBuffer.wrap(bytes), values, 0);
        assertThat(values).containsExactly(0, 0x1p-9f, 1, 448, -448, -1, 0x1p-6f, Float.NaN);
        byte[] wide = {0x00, 0x01, 0x3C, 0x7B, (byte) 0xBC, 0x7C, 0x7F};
        float[] others = new float[wide.length];
        Elements.floats(Dtype.F8_E5M2, ByteBuffer.wrap(wide), others, 0);
        assertThat(others).containsExactly(0, 0x1p-16f, 1, 57344, -1, Float.POSITIVE_INFINITY, Float.NaN);
    }
}
