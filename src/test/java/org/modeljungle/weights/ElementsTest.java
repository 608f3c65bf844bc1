package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
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

    @Test
    void weightsAreRoundedToTheirType() {
        float[] values = {1, 1 + 0x1p-8f, 1 + 3 * 0x1p-9f, -0.1f, 70000};
        float[] wanted = new float[5];
        Elements.floats(Dtype.F16, Weight.of(Dtype.F16, values, 5).bytes(), wanted, 0);
        assertThat(wanted).containsExactly(1, 1 + 0x1p-8f, 1 + 3 * 0x1p-9f, -0.099975586f, Float.POSITIVE_INFINITY);
        Elements.floats(Dtype.BF16, Weight.of(Dtype.BF16, values, 5).bytes(), wanted, 0);
        assertThat(wanted).containsExactly(1, 1, 1 + 0x1p-7f, -0.100097656f, 70144);
        assertThat(Weight.of(Dtype.F32, values, 5).bytes())
                .isEqualTo(Weight.of(values, 5).bytes());
        assertThatThrownBy(() -> Weight.of(Dtype.I32, values, 5))
                .hasMessage("floats are written as F32, F16 or BF16, not I32");
        assertThatThrownBy(() -> Weight.of(Dtype.F4, values, 5))
                .hasMessage("floats are written as F32, F16 or BF16, not F4");
    }

    @Test
    void bulkReadingGivesWhatEachNumberIs() {
        for (int count : new int[] {0, 1, 2, 7, 1 << 16}) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(2 * count).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < count; i++) {
                bytes.putShort(2 * i, (short) (i * 40503)); // all bits, in no order
            }
            float[] halves = new float[count + 5];
            float[] brains = new float[count + 5];
            assertThat(Elements.floats(Dtype.F16, bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN), halves, 3))
                    .isEqualTo(count);
            Elements.floats(Dtype.BF16, bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN), brains, 3);
            for (int i = 0; i < count; i++) {
                assertThat(Float.floatToRawIntBits(halves[i + 3]))
                        .isEqualTo(Float.floatToRawIntBits(Elements.half(bytes.getShort(2 * i))));
                assertThat(Float.floatToRawIntBits(brains[i + 3]))
                        .isEqualTo(Float.floatToRawIntBits(Elements.brain(bytes.getShort(2 * i))));
            }
            assertThat(halves).startsWith(0, 0, 0).endsWith(0, 0);
            assertThat(brains).startsWith(0, 0, 0).endsWith(0, 0);
        }
    }

    @Test
    void everyNarrowNumberIsWrittenAsItWasRead() {
        float[] one = new float[1];
        for (Dtype dtype : List.of(Dtype.F16, Dtype.BF16)) {
            ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
            for (int bits = 0; bits < 1 << 16; bits++) {
                Elements.floats(dtype, bytes.putShort(0, (short) bits), one, 0);
                Elements.narrow(dtype, one, 0, bytes.putShort(0, (short) 0));
                float read = one[0];
                Elements.floats(dtype, bytes, one, 0);
                assertThat(Float.floatToIntBits(one[0])).isEqualTo(Float.floatToIntBits(read));
                assertThat(Float.isNaN(read) || bytes.getShort(0) == (short) bits)
                        .as("%s %04x", dtype, bits)
                        .isTrue();
            }
        }
    }

    /** Between two neighbours the nearer one is taken, half-way between them the one whose last bit is 0. */
    @Test
    void floatsAreRoundedToTheNearestEven() {
        for (int bits = 0; bits < 0x7BFF; bits++) {
            double low = naiveHalf(bits);
            double middle = (low + naiveHalf(bits + 1)) / 2; // exact in single precision
            short even = (short) (bits % 2 == 0 ? bits : bits + 1);
            assertThat(Elements.toHalf((float) middle)).isEqualTo(even);
            assertThat(Elements.toHalf((float) -middle)).isEqualTo((short) (even | 0x8000));
            assertThat(Elements.toHalf(Math.nextDown((float) middle))).isEqualTo((short) bits);
            assertThat(Elements.toHalf(Math.nextUp((float) middle))).isEqualTo((short) (bits + 1));
        }
        assertThat(Elements.half(Elements.toHalf(65519))).isEqualTo(65504);
        assertThat(Elements.half(Elements.toHalf(-65520))).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(Elements.toHalf(Float.MIN_VALUE)).isZero();
        for (int upper = 0; upper < 0x7F7F; upper++) {
            float middle = Float.intBitsToFloat(upper << 16 | 0x8000);
            assertThat(Elements.toBrain(middle)).isEqualTo((short) (upper % 2 == 0 ? upper : upper + 1));
            assertThat(Elements.toBrain(Math.nextDown(middle))).isEqualTo((short) upper);
            assertThat(Elements.toBrain(Math.nextUp(middle))).isEqualTo((short) (upper + 1));
        }
        assertThat(Elements.brain(Elements.toBrain(Float.NaN))).isNaN();
        assertThat(Elements.brain(Elements.toBrain(Float.MAX_VALUE))).isEqualTo(Float.POSITIVE_INFINITY);
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
