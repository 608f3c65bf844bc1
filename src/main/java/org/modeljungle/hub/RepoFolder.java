package org.modeljungle.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.modeljungle.AtomicFile;

/**
 * One model in a cache in the layout of Python's {@code huggingface_hub}: {@code models--OWNER--NAME} with {@code refs}
 * (which commit a branch or a tag is), {@code blobs} (files by their entity tags), and {@code snapshots} (of each
 * commit, links to its files by their paths).
 *
 * @param folder the model's folder in the cache
 */
public record RepoFolder(Path folder) {

    private static final String PREFIX = "models--";

    /** The folder of a model, {@code OWNER/NAME}, in a cache. */
    public static RepoFolder of(Path cache, String repo) {
        return new RepoFolder(cache.resolve(PREFIX + repo.replace("/", "--")));
    }

    /** The model whose folder has this name; empty if it is none of a model's. */
    public static Optional<String> repo(String folderName) {
        return folderName.startsWith(PREFIX)
                ? Optional.of(folderName.substring(PREFIX.length()).replace("--", "/"))
                : Optional.empty();
    }

    /** The file that says which commit a revision is. */
    public Path reference(String revision) {
        return FilePaths.below(folder.resolve("refs"), revision);
    }

    /** The files of a commit; a folder. */
    public Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    /**
     * Notes which commit a revision is.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void refer(String revision, String commit) {
        if (!commit(revision).equals(Optional.of(commit))) {
            AtomicFile.write(reference(revision), out -> out.write(commit.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Which commit a revision was when it was fetched; empty where that is not known. */
    Optional<String> commit(String revision) {
        Path reference = reference(revision);
        try {
            return Files.isRegularFile(reference)
                    ? Optional.of(Files.readString(reference).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(reference + ": cannot be read", e);
        }
    }

    /** The commits that it has files of. */
    public List<String> commits() {
        Path snapshots = folder.resolve("snapshots");
        if (!Files.isDirectory(snapshots)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(snapshots)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(HubId::isCommit)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(snapshots + ": cannot be read", e);
        }
    }

    /** The files of a commit that are there. */
    List<HubFile> files(String commit) {
        Path snapshot = snapshot(commit);
        if (!Files.isDirectory(snapshot)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.walk(snapshot, FileVisitOption.FOLLOW_LINKS)) {
            return entries.filter(Files::isRegularFile)
                    .sorted()
                    .map(entry -> described(snapshot, entry, commit))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(snapshot + ": cannot be read", e);
        }
    }

    private static HubFile described(Path snapshot, Path file, String commit) {
        StringBuilder path = new StringBuilder();
        snapshot.relativize(file)
                .forEach(part -> path.append(path.isEmpty() ? "" : "/").append(part));
        try {
            Path blob = file.toRealPath();
            boolean linked = blob.getParent().endsWith("blobs"); // not where links cannot be made
            String etag = linked ? blob.getFileName().toString() : "unknown";
            return new HubFile(path.toString(), Files.size(file), etag, commit);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** A file of a commit, whether or not it is there. */
    Path file(String commit, String path) {
        return FilePaths.below(snapshot(commit), path);
    }

    /** Whether a file is there in full. */
    static boolean holds(Path file, long size) {
        try {
            return Files.isRegularFile(file) && Files.size(file) == size;
        } catch (IOException e) {
            return false;
        }
    }

    Path blob(String etag) {
        return folder.resolve("blobs").resolve(etag);
    }

    /** What has arrived of a blob so far. */
    Path incomplete(String etag) {
        return folder.resolve("blobs").resolve(etag + ".incomplete");
    }

    /** Held while a blob is fetched. */
    Path lock(String etag) {
        return folder.resolveSibling(".locks").resolve(folder.getFileName()).resolve(etag + ".lock");
    }

    /** Makes a blob a file of a commit: a relative link, or where there are no links the file itself. */
    Path link(HubFile file) {
        Path target = file(file.commit(), file.path());
        try {
            Files.createDirectories(target.getParent());
            Path blob = blob(file.etag());
            Path temporary = blob.resolveSibling(UUID.randomUUID() + ".incomplete");
            try {
                Files.createSymbolicLink(temporary, target.getParent().relativize(blob));
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (UnsupportedOperationException | FileSystemException e) {
                Files.deleteIfExists(temporary);
                Files.move(blob, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written", e);
        }
    }
}
