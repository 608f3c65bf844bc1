package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;

/** Damaged files either read as what they then say, or are refused with the one exception. */
class SafetensorsFuzzTest {

    private static final int FLIPS = 5_000;
    private static final String PIECES = "{}[]\",:0123456789-+.eE\\untrfalsdtypeshpF32I64 \u00e9";

    @TempDir
    Path folder;

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        for (byte[] whole : new byte[][] {TestFiles.bytes(TestFiles.SOUND, 32), TestFiles.writtenByPython()}) {
            for (int length = 0; length < whole.length; length++) {
                Path cut = TestFiles.file(folder, Arrays.copyOf(whole, length));
                assertThatThrownBy(() -> Safetensors.open(cut))
                        .as("cut to %d bytes", length)
                        .isInstanceOf(WeightFileException.class);
            }
        }
    }

    @Test
    void flippedBytesAreReadOrRefused() throws IOException {
        byte[] whole = TestFiles.writtenByPython();
        UniformRandomProvider random = new Seeds(1).split("flips").random();
        int refused = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] flipped = whole.clone();
            int at = random.nextInt(whole.length);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            refused += isRefused(flipped, "bit flipped in byte " + at) ? 1 : 0;
        }
        assertThat(refused).isBetween(FLIPS / 4, FLIPS - 1);
    }

    @Test
    void mutatedHeadersAreReadOrRefused() {
        String sound = TestFiles.SOUND;
        UniformRandomProvider random = new Seeds(2).split("mutations").random();
        for (int i = 0; i < FLIPS; i++) {
            StringBuilder header = new StringBuilder(sound);
            for (int change = 0; change <= random.nextInt(4); change++) {
                int at = random.nextInt(header.length());
                String piece = String.valueOf(PIECES.charAt(random.nextInt(PIECES.length())));
                header.replace(at, at + random.nextInt(3), piece);
            }
            isRefused(TestFiles.bytes(header.toString(), 32), header.toString());
        }
    }

    private static boolean isRefused(byte[] bytes, String what) {
        ByteBuffer start = ByteBuffer.wrap(bytes, 0, 8);
        try {
            int length = SafetensorsHeader.length("fuzz", start, bytes.length);
            SafetensorsHeader header = SafetensorsHeader.parse(
                    "fuzz", ByteBuffer.wrap(bytes, 8, length).slice(), bytes.length);
            long covered = header.tensors().values().stream()
                    .mapToLong(TensorInfo::bytes)
                    .sum();
            assertThat(covered).as(what).isEqualTo(bytes.length - 8 - length);
            return false;
        } catch (WeightFileException e) {
            assertThat(e).as(what).hasMessageStartingWith("fuzz: ");
            return true;
        } catch (RuntimeException e) {
            throw new AssertionError(what + " in " + new String(bytes, StandardCharsets.UTF_8), e);
        }
    }
}
