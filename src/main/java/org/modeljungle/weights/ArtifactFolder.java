package org.modeljungle.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.Digests;

/**
 * Artifacts side by side in a folder. One of them is the main file: its settings hold the SHA-256 of each of the
 * others, its parts, and it is written last, so that parts of two savings are not taken for one.
 *
 * @param main the main file
 * @param kind what the main file says that it is
 * @param called what that is called in messages, with its article
 */
public record ArtifactFolder(Path main, String kind, String called) {

    /**
     * Writes all parts, then the main file; existing files are replaced.
     *
     * @param parts by the names of their files
     * @param settings what the main file holds, out of the SHA-256 of each part, by the name of its file
     */
    public void write(Map<String, Artifact> parts, Function<Map<String, String>, Object> settings) {
        Map<String, String> digests = new HashMap<>();
        parts.forEach((name, part) -> {
            Path file = main.resolveSibling(name);
            part.write(file);
            digests.put(name, Digests.ofFiles(List.of(file)));
        });
        new Artifact(kind, settings.apply(digests), Artifact.About.NOTHING, Map.of()).write(main);
    }

    /**
     * What the main file holds.
     *
     * @throws IllegalArgumentException if it is damaged or of another kind
     */
    public <T> T settings(Class<T> type) {
        ArtifactFile file = ArtifactFile.open(main, kind, called);
        T settings = file.settings(type);
        file.end();
        return settings;
    }

    /**
     * A part's file.
     *
     * @param digest what the main file says of it
     * @throws IllegalArgumentException if it is missing or has another digest
     */
    public Path part(String name, String digest) {
        Path file = main.resolveSibling(name);
        Check.that(
                Files.isRegularFile(file), "%s: expected '%s' beside it, found none; save the whole again", main, name);
        String found = Digests.ofFiles(List.of(file));
        Check.that(
                found.equals(digest),
                "%s: expected '%s' of SHA-256 %s, found %s; it is damaged or of another saving",
                main,
                name,
                digest,
                found);
        return file;
    }
}
