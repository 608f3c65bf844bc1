package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeljungle.Seeds;

/** Floats of four and of six bits, as the microscaling formats define them, against a naive decoding. */
class SmallFloatsTest {

    @TempDir
    Path folder;

    /** Section 5.3.3: E2M1. */
    @Test
    void fourBitsHaveSixteenNumbers() {
        assertThat(SmallFloats.table(Dtype.F4))
                .containsExactly(0, .5f, 1, 1.5f, 2, 3, 4, 6, -0f, -.5f, -1, -1.5f, -2, -3, -4, -6);
    }

    /** Section 5.3.2: the smallest number, the smallest normal one and the largest. */
    @Test
    void sixBitsHaveTheExtremesOfTheStandard() {
        float[] fine = SmallFloats.table(Dtype.F6_E2M3);
        assertThat(new float[] {fine[1], fine[8], fine[31], fine[63]}).containsExactly(.125f, 1, 7.5f, -7.5f);
        float[] wide = SmallFloats.table(Dtype.F6_E3M2);
        assertThat(new float[] {wide[1], wide[4], wide[31], wide[63]}).containsExactly(.0625f, .25f, 28, -28);
    }

    @ParameterizedTest
    @CsvSource({"F4, 2, 1, 1", "F6_E2M3, 2, 3, 1", "F6_E3M2, 3, 2, 3"})
    void everyRunIsWhatItsBitsSay(Dtype dtype, int exponent, int fraction, int bias) {
        int count = 40_000; // more than are unpacked at a time
        byte[] bytes = new byte[count * dtype.bits() / 8];
        new Seeds(1).random().nextBytes(bytes);
        float[] expected = naive(bits(bytes), exponent, fraction, bias);
        Path path = folder.resolve("small.safetensors");
        Weight weight = new Weight(dtype, List.of(4L, count / 4L), ByteBuffer.wrap(bytes));
        Safetensors.write(
                path, Map.of("w", weight, "none", new Weight(dtype, List.of(0L), ByteBuffer.allocate(0))), Map.of());
        for (Safetensors file : List.of(Safetensors.open(path), Safetensors.open(path, 1001))) { // no whole elements
            assertThat(file.floats("w")).isEqualTo(expected);
            assertThat(file.floats("none")).isEmpty();
            for (int start : new int[] {0, 1, 2, 3, 777, count - 5}) {
                float[] run = file.floats("w", new long[] {start, start}, 5);
                for (int i = 0; i < 10; i++) {
                    assertThat(run[i]).as("%s, %d of %d on", dtype, i, start).isEqualTo(expected[start + i % 5]);
                }
            }
            assertThatThrownBy(() -> file.addTo(new CRC32C(), "w", 0, 1))
                    .hasMessage("tensor 'w' in " + path + ": expected numbers of whole bytes, found " + dtype
                            + "; bytes(name) gives them as they are");
        }
    }

    /** From each byte's lowest bit on. */
    private static List<Integer> bits(byte... bytes) {
        List<Integer> bits = new ArrayList<>();
        for (byte one : bytes) {
            for (int i = 0; i < 8; i++) {
                bits.add(one >> i & 1);
            }
        }
        return bits;
    }

    /**
     * (-1)^s 2^(e - bias) (1 + f / 2^width), without the 1 and with e = 1 where e is 0; each one's lowest bit first.
     */
    private static float[] naive(List<Integer> bits, int exponentBits, int fractionBits, int bias) {
        int size = 1 + exponentBits + fractionBits;
        float[] numbers = new float[bits.size() / size];
        for (int i = 0; i < numbers.length; i++) {
            List<Integer> own = bits.subList(i * size, (i + 1) * size);
            double fraction = whole(own.subList(0, fractionBits)) / Math.pow(2, fractionBits);
            int exponent = whole(own.subList(fractionBits, size - 1));
            double value = Math.pow(2, Math.max(1, exponent) - bias) * (exponent == 0 ? fraction : 1 + fraction);
            numbers[i] = (float) (own.get(size - 1) == 0 ? value : -value);
        }
        return numbers;
    }

    private static int whole(List<Integer> bits) {
        int whole = 0;
        for (int i = 0; i < bits.size(); i++) {
            whole += bits.get(i) << i;
        }
        return whole;
    }
}
