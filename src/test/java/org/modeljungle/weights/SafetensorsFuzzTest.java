package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Seeds;

/** Damaged files either read as what they then say, or are refused with the one exception. */
class SafetensorsFuzzTest {

    private static final int FILES = 10_000;
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
    void tenThousandMutatedFilesAreReadOrRefused() throws IOException {
        List<byte[]> sound = List.of(TestFiles.writtenByPython(), TestFiles.bytes(TestFiles.SOUND, 32));
        UniformRandomProvider random = new Seeds(1).split("mutations").random();
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < FILES; i++) {
            byte[] file = mutated(sound.get(i % sound.size()), random);
            counts.merge(read(TestFiles.file(folder, file), file), 1, Integer::sum);
        }
        Files.writeString(Path.of("target", "mutated-files.json"), new JsonMapper().writeValueAsString(counts));
        assertThat(counts.keySet())
                .as("refused, read, and nothing else: %s", counts)
                .containsExactly("read", "refused");
        assertThat(counts.get("refused")).isBetween(FILES / 4, FILES - 100);
    }

    /** One to four changes: of bits, of whole bytes, of the header's words; bytes that are cut out or put in. */
    private static byte[] mutated(byte[] sound, UniformRandomProvider random) {
        byte[] file = sound.clone();
        for (int change = 0; change <= random.nextInt(4); change++) {
            int at = random.nextInt(file.length);
            switch (random.nextInt(6)) {
                case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> file[at] = (byte) random.nextInt(256);
                case 2 -> file[random.nextInt(8)] = (byte) random.nextInt(256); // the header's length
                case 3 -> file[at] = (byte) PIECES.charAt(random.nextInt(PIECES.length()));
                case 4 -> file = without(file, at, Math.min(file.length - at, 1 + random.nextInt(16)));
                default -> file = with(file, at, random);
            }
            if (file.length < 9) {
                return file;
            }
        }
        return file;
    }

    private static byte[] without(byte[] file, int at, int length) {
        ByteBuffer rest = ByteBuffer.allocate(file.length - length);
        return rest.put(file, 0, at)
                .put(file, at + length, file.length - at - length)
                .array();
    }

    private static byte[] with(byte[] file, int at, UniformRandomProvider random) {
        byte[] more = new byte[1 + random.nextInt(16)];
        for (int i = 0; i < more.length; i++) {
            more[i] = (byte) PIECES.charAt(random.nextInt(PIECES.length()));
        }
        ByteBuffer longer = ByteBuffer.allocate(file.length + more.length);
        return longer.put(file, 0, at).put(more).put(file, at, file.length - at).array();
    }

    /** Opens a file and reads all that it says it has. */
    private static String read(Path path, byte... bytes) {
        try {
            Safetensors file = Safetensors.open(path);
            for (String name : file.names()) {
                TensorInfo info = file.info(name);
                long elements = info.dtype().isFloat()
                        ? file.floats(name).length
                        : info.dtype() == Dtype.I64 ? file.longs(name).length : info.elements();
                assertThat(elements).isEqualTo(info.elements());
                assertThat((long) file.bytes(name).remaining()).isEqualTo(info.bytes());
            }
            return "read";
        } catch (WeightFileException e) {
            assertThat(e).hasMessageStartingWith(path + ": ");
            assertThat(e.getMessage()).doesNotContain("JsonParser", "com.fasterxml", "StreamReadFeature");
            return "refused";
        } catch (RuntimeException | Error e) {
            throw new AssertionError("in " + new String(bytes, StandardCharsets.ISO_8859_1), e);
        }
    }
}
