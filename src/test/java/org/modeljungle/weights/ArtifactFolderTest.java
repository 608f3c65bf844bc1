package org.modeljungle.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Digests;

class ArtifactFolderTest {

    private record Settings(String part) {}

    private static final String PART = "part.safetensors";

    @TempDir
    private Path folder;

    private ArtifactFolder files;

    @BeforeEach
    void save() {
        files = new ArtifactFolder(folder.resolve("main.safetensors"), "whole", "a whole");
        save(1);
    }

    private void save(int number) {
        files.write(Map.of(PART, artifact(number)), digests -> new Settings(digests.get(PART)));
    }

    private static Artifact artifact(int number) {
        return new Artifact(
                "part", new Settings(""), Artifact.About.NOTHING, Map.of("a", Weight.of(new float[number], number)));
    }

    @Test
    void theMainFileNamesItsParts() {
        String digest = files.settings(Settings.class).part();
        assertThat(files.part(PART, digest)).isEqualTo(folder.resolve(PART));
        assertThat(digest).isEqualTo(Digests.ofFiles(List.of(folder.resolve(PART))));
    }

    @Test
    void partsOfAnotherSavingAreRefused() {
        String digest = files.settings(Settings.class).part();
        artifact(2).write(folder.resolve(PART)); // the next saving, killed before it wrote the main file
        assertThatThrownBy(() -> files.part(PART, digest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(files.main() + ": expected '" + PART + "' of SHA-256 " + digest + ", found ");
        save(2);
        assertThat(files.part(PART, files.settings(Settings.class).part())).exists();
    }

    @Test
    void whatIsNoSuchFolderIsRefused() throws Exception {
        ArtifactFolder others = new ArtifactFolder(files.main(), "half", "a half");
        assertThatThrownBy(() -> others.settings(Settings.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(files.main() + ": expected a half, found a whole");
        Files.delete(folder.resolve(PART));
        assertThatThrownBy(() -> files.part(PART, ""))
                .hasMessage(files.main() + ": expected '" + PART + "' beside it, found none; save the whole again");
    }
}
