package org.modeljungle.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.modeljungle.Digests;

/**
 * Where layers of one model lie that were fetched without the rest: small safetensors files, each with one layer's
 * tensors and the metadata of the whole.
 *
 * @param refs which commit a revision was
 */
record LayerFolder(RepoFolder refs) {

    private static final int LONGEST = 120; // characters of a folder's name

    static LayerFolder of(Path cache, String repo) {
        return new LayerFolder(RepoFolder.of(cache, repo));
    }

    /** A layer's file, whether or not it is there. */
    Path file(String commit, String path, String layer) {
        Path folder = refs.folder().resolve(commit).resolve(name(path)).resolve(name(layer));
        return folder.resolve(FilePaths.name(path));
    }

    /** The layer that was fetched of a revision, as it was then. */
    Optional<Path> there(HubId id, String path, String layer) {
        return commit(id).map(known -> file(known, path, layer)).filter(Files::isRegularFile);
    }

    /** The layer that was fetched of a revision, if it was of one of the model's files alone. */
    Optional<Path> only(HubId id, String layer) {
        Optional<Path> of = commit(id).map(refs.folder()::resolve).filter(Files::isDirectory);
        List<Path> found = of.map(commit -> found(commit, layer)).orElse(List.of());
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private Optional<String> commit(HubId id) {
        return id.pinned() ? Optional.of(id.revision()) : refs.commit(id.revision());
    }

    private static List<Path> found(Path commit, String layer) {
        try (Stream<Path> paths = Files.find(commit, 3, (path, is) -> is.isRegularFile())) {
            return paths.filter(path -> path.getParent().endsWith(name(layer)))
                    .filter(path -> WeightFiles.isWeights(path.toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(commit + ": cannot be read", e);
        }
    }

    /** A name that every file system takes. */
    private static String name(String text) {
        return text.length() <= LONGEST && text.matches("[A-Za-z0-9_][A-Za-z0-9._-]*[A-Za-z0-9_-]")
                ? text
                : HexFormat.of().formatHex(Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
