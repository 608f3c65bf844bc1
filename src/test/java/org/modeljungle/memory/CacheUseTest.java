package org.modeljungle.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheUseTest {

    @Test
    void countsEachKindTheLargestFirst(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("jungles/a/b"));
        Files.createDirectories(folder.resolve("trials"));
        Files.write(folder.resolve("jungles/a/one"), new byte[10]);
        Files.write(folder.resolve("jungles/a/b/two"), new byte[20]);
        Files.write(folder.resolve("trials/three"), new byte[40]);
        assertThat(CacheUse.of(folder)).containsExactly(new CacheUse("trials", 1, 40), new CacheUse("jungles", 2, 30));
    }

    @Test
    void aKindMayLieOnAnotherDisk(@TempDir Path folder, @TempDir Path disk) throws IOException {
        Files.write(disk.resolve("one"), new byte[10]);
        Files.createSymbolicLink(folder.resolve("jungles"), disk);
        assertThat(CacheUse.of(folder)).containsExactly(new CacheUse("jungles", 1, 10));
    }

    @Test
    void aFolderThatIsNotThereHoldsNothing(@TempDir Path folder) {
        assertThat(CacheUse.of(folder.resolve("none"))).isEmpty();
    }
}
