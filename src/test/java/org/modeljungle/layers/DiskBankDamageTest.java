package org.modeljungle.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.weights.Dtype;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** No damaged bank gives a number. */
class DiskBankDamageTest {

    @TempDir
    Path folder;

    private Path bank;
    private byte[] sound;

    @BeforeEach
    void build() {
        bank = folder.resolve("q.bank");
        DiskBank.build(bank, BankFiles.dense(folder, 3, 4, 5), "q", Dtype.F16);
        sound = BankFiles.bytes(bank);
    }

    private void write(byte[] bytes) {
        try {
            Files.delete(bank);
            Files.write(bank, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readAll(Path bank) {
        LayerBank all = DiskBank.open(bank).bank();
        for (int model = 0; model < all.models(); model++) {
            all.matrix(model);
        }
    }

    @Test
    void everyFlippedBitIsRefused() {
        for (int at = 0; at < sound.length; at++) {
            byte[] flipped = sound.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            write(flipped);
            assertThatThrownBy(() -> readAll(bank))
                    .as("byte %d", at)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(bank + ": ")
                    .hasMessageContaining("expected")
                    .hasMessageContaining("found");
        }
    }

    @Test
    void everyTruncatedFileIsRefused() {
        for (int length = 0; length < sound.length; length += 7) {
            write(Arrays.copyOf(sound, length));
            assertThatThrownBy(() -> readAll(bank))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(bank + ": ");
        }
        write(Arrays.copyOf(sound, sound.length - 1));
        assertThatThrownBy(() -> DiskBank.open(bank))
                .hasMessage(
                        bank + ": expected 144 bytes of data after the header, found 143; the file was cut short: copy"
                                + " or download it again");
    }

    @Test
    void aDamagedBlockIsNamed() {
        byte[] flipped = sound.clone();
        flipped[sound.length - 1] ^= 1; // of the last model
        write(flipped);
        DiskBank disk = DiskBank.open(bank);
        assertThat(disk.bank().matrix(1)).hasSize(20);
        String message =
                bank + ": expected the numbers of model 2, m0002.safetensors, to have the checksum [0-9a-f]{8},"
                        + " found [0-9a-f]{8}; the bank is damaged: delete it and build it again";
        assertThatThrownBy(() -> disk.bank().matrix(2)).message().matches(message);
        assertThatThrownBy(disk::check).message().matches(message);
        assertThatThrownBy(() -> disk.bank().rootMeanSquare()).message().matches(message);
    }

    @Test
    void aDamagedHeaderIsNamed() {
        String text = new String(sound, StandardCharsets.ISO_8859_1);
        write(text.replace("m0001.safetensors", "m0003.safetensors").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DiskBank.open(bank))
                .message()
                .matches(bank
                        + ": expected a header of SHA-256 [0-9a-f]{60}\\.\\.\\. .64 characters., as it says, found [0-9a-f]{64}; it is"
                        + " damaged: delete it and build it again");
    }

    @Test
    void otherFilesAreCalledByTheirName() throws IOException {
        assertThatThrownBy(() -> DiskBank.open(folder.resolve("none")))
                .hasMessage(
                        folder.resolve("none") + ": expected a safetensors file, found nothing there; check the path");
        Path model = folder.resolve("m0000.safetensors");
        assertThatThrownBy(() -> DiskBank.open(model))
                .hasMessage(model + ": expected a bank that DiskBank.build made, found another safetensors file");
        byte[] before = Files.readAllBytes(model);
        assertThatThrownBy(() -> DiskBank.build(model, List.of(model), "q", Dtype.F16))
                .hasMessage(model + ": expected a bank that DiskBank.build made, found another safetensors file");
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
        Path ridge = folder.resolve("ridge.safetensors");
        Safetensors.write(ridge, Map.of("a", Weight.of(new float[1], 1)), Map.of("kind", "ridge"));
        assertThatThrownBy(() -> DiskBank.open(ridge))
                .hasMessage(ridge + ": expected a bank that DiskBank.build made, found a file of the kind 'ridge'");
        Safetensors.write(ridge, Map.of("a", Weight.of(new float[1], 1)), Map.of("kind", "layer-bank", "form", "1"));
        assertThatThrownBy(() -> DiskBank.open(ridge))
                .hasMessage(
                        ridge + ": expected a bank of form 2, found form 1; take the version that wrote it, or delete"
                                + " it and build it again");
    }

    /** What was read before stays as it was; what is read afterwards is refused. */
    @Test
    void aFileThatIsReplacedWhileItIsOpenIsRefused() throws IOException {
        LayerBank open = DiskBank.open(bank).bank();
        open.matrix(0);
        Path other = folder.resolve("other");
        Files.write(other, sound);
        Files.move(other, bank, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> open.matrix(0))
                .hasMessageStartingWith(
                        bank + ": expected the file as it was when it was opened, found that another file"
                                + " is in its place");
    }
}
