package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void makesItsFolderAndReplacesAnOlderFile() throws IOException {
        Path file = folder.resolve("train").resolve("model");
        AtomicFile.write(file, out -> out.write(new byte[1000]));
        AtomicFile.write(file, out -> out.write('x'));
        assertThat(file).hasContent("x");
        assertThat(entries(file.getParent())).containsExactly("model");
    }

    @Test
    void theNameIsNotThereBeforeTheContentIs() {
        Path file = folder.resolve("model");
        AtomicFile.write(file, out -> {
            out.write(new byte[1 << 20]);
            assertThat(file).doesNotExist();
            assertThat(entries(folder)).singleElement().asString().matches("\\.model\\..*\\.tmp");
        });
        assertThat(file).hasSize(1 << 20);
    }

    @Test
    void aNameMayBeAsLongAsTheFileSystemAllows() throws IOException {
        Path file = folder.resolve("n".repeat(255));
        AtomicFile.write(file, out -> out.write('x'));
        assertThat(file).hasContent("x");
        assertThat(entries(folder)).hasSize(1);
    }

    @Test
    void aFolderThatIsALinkIsSwept() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path left = Files.writeString(real.resolve(".a." + UUID.randomUUID() + ".tmp"), "x");
        AtomicFile.sweep(Files.createSymbolicLink(folder.resolve("link"), real));
        assertThat(left).doesNotExist();
    }

    @Test
    void aFailureLeavesTheOlderFileAndNothingElse() throws IOException {
        Path file = folder.resolve("model");
        AtomicFile.write(file, out -> out.write('a'));
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(file + ": cannot be written")
                .hasRootCauseMessage("disk full");
        assertThat(file).hasContent("a");
        assertThat(entries(folder)).containsExactly("model");
    }

    @Test
    void whatKilledProcessesLeftIsSweptAndNothingElse() throws IOException {
        Path below = Files.createDirectories(folder.resolve("train/model"));
        String name = "." + UUID.randomUUID() + ".tmp";
        List<Path> left = List.of(folder.resolve(".manifest.json" + name), below.resolve(".a.b" + name));
        List<Path> kept = List.of(folder.resolve("a.tmp"), below.resolve(".b.tmp"), below.resolve("a" + name));
        for (Path file : Stream.concat(left.stream(), kept.stream()).toList()) {
            Files.writeString(file, "x");
        }
        AtomicFile.sweep(folder);
        assertThat(left).noneMatch(Files::exists);
        assertThat(kept).allMatch(Files::exists);
        assertThatThrownBy(() -> AtomicFile.sweep(folder.resolve("nothing")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(folder.resolve("nothing") + ": cannot be swept of temporary files");
    }

    @Test
    void whereOthersWriteOnlyWhatIsOldIsSwept() throws IOException {
        String name = "." + UUID.randomUUID() + ".tmp";
        Path below = Files.createDirectory(folder.resolve("below"));
        List<Path> all = List.of(folder.resolve(".a" + name), folder.resolve("a"), below.resolve(".a" + name));
        for (Path file : all) {
            Files.writeString(file, "x");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        }
        AtomicFile.sweep(folder, Duration.ofHours(3));
        assertThat(all).allMatch(Files::exists);
        AtomicFile.sweep(folder, Duration.ofHours(1));
        assertThat(all.get(0)).doesNotExist();
        assertThat(all.subList(1, 3)).allMatch(Files::exists);
    }

    @Test
    void anInterruptedThreadStillSavesWhatItHas() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Thread.currentThread().interrupt();
        try {
            Safetensors.write(file, Map.of("w", Weight.of(new float[] {1}, 1)), Map.of());
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(Safetensors.open(file).floats("w")).containsExactly(1);
        assertThat(entries(folder)).containsExactly("model.safetensors");
    }

    private static Stream<String> entries(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).toList().stream();
        }
    }
}
