package org.modeljungle.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.modeljungle.AtomicFile;

/** Finished trials as small JSON files, named by their digests, with what is kept beside them. */
final class TrialFiles {

    private static final int DIGITS = 32; // of a file's name
    private static final Duration HALF_WRITTEN = Duration.ofDays(1); // no file takes as long to write
    private static final String OUTPUTS = ".outputs.safetensors";
    private static final String READER = ".reader";

    /**
     * What a file says.
     *
     * @param name what was trained
     * @param key all that the outcome depends on
     * @param provenance how it was trained
     * @param outcome what came out
     * @param kept what was to be kept of it
     * @param sums the SHA-256 of what was kept, by the ending of its file, {@link KeptFile#NOTHING} where there is none
     *     to keep; old files know none
     */
    record Content(
            String name,
            TrialKey key,
            Trial.Provenance provenance,
            Outcome outcome,
            Kept kept,
            Map<String, String> sums) {

        Content {
            sums = Collections.unmodifiableMap(new LinkedHashMap<>(sums));
        }
    }

    /**
     * What was asked to be kept.
     *
     * @param outputs whether the outputs were asked for
     * @param reader whether the trained thing was asked for
     */
    record Kept(boolean outputs, boolean reader) {
        boolean holds(Kept wanted) {
            return (outputs || !wanted.outputs) && (reader || !wanted.reader);
        }

        Kept and(Kept other) {
            return new Kept(outputs || other.outputs, reader || other.reader);
        }

        private List<String> endings() {
            return Stream.of(outputs ? OUTPUTS : "", reader ? READER : "")
                    .filter(ending -> !ending.isEmpty())
                    .toList();
        }
    }

    private final Path folder;

    TrialFiles(Path folder) {
        this.folder = folder;
    }

    Optional<Content> find(String digest) {
        Path file = path(digest, ".json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Map<String, Object> all = CheckedJson.read(file);
            all.putIfAbsent("sums", Map.of()); // an old file
            Content content = CheckedJson.as(Content.class, all);
            String found = content.provenance.digest();
            if (!found.equals(digest)) {
                throw new IllegalArgumentException("another one, " + found + ": it was renamed");
            }
            return Optional.of(content);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": expected a finished trial, found " + CheckedJson.said(e)
                            + "; delete it and run again, or force()",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** What was kept of a trial, even if its file is damaged: a training that replaces it makes all of this anew. */
    Kept kept(String digest) {
        Kept there = new Kept(Files.exists(outputs(digest)), Files.exists(reader(digest)));
        try {
            return find(digest).map(content -> content.kept.and(there)).orElse(there);
        } catch (IllegalArgumentException e) {
            return there; // a damaged trial is trained again by force alone
        }
    }

    void write(Content content) {
        CheckedJson.write(path(content.provenance.digest(), ".json"), content);
    }

    /** Whether all that is wanted was kept, and is there still. */
    boolean holds(Content content, Kept wanted) {
        return content.kept.holds(wanted) && wanted.endings().stream().allMatch(ending -> isThere(content, ending));
    }

    private boolean isThere(Content content, String ending) {
        return KeptFile.NOTHING.equals(content.sums.get(ending))
                || Files.exists(path(content.provenance.digest(), ending));
    }

    /** The digests of what was kept of a trial, for its file. */
    Map<String, String> sums(String digest, Kept kept) {
        Map<String, String> sums = new LinkedHashMap<>();
        kept.endings().forEach(ending -> sums.put(ending, KeptFile.sum(path(digest, ending))));
        return sums;
    }

    Path outputs(String digest) {
        return path(digest, OUTPUTS);
    }

    Path reader(String digest) {
        return path(digest, READER);
    }

    /** The kept outputs, if they are there; they are those that were kept. */
    Optional<Path> keptOutputs(String digest) {
        return checked(digest, OUTPUTS);
    }

    /** The kept reader, if it is there; it is the one that was kept. */
    Optional<Path> keptReader(String digest) {
        return checked(digest, READER);
    }

    private Optional<Path> checked(String digest, String ending) {
        Path file = path(digest, ending);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        find(digest).map(content -> content.sums.get(ending)).ifPresent(sum -> KeptFile.check(file, sum));
        return Optional.of(file);
    }

    /** Where a run says that it is training a trial. */
    Path lock(String digest) {
        return path(digest, ".lock");
    }

    Path scratch(String digest) {
        return path(digest, ".scratch");
    }

    /** Deletes what killed runs left half written in the folder long ago. */
    void sweep() {
        if (Files.isDirectory(folder)) {
            AtomicFile.sweep(folder, HALF_WRITTEN);
        }
    }

    /**
     * Deletes a folder that a training wrote into, or a file, if there is one. What somebody else writes or deletes
     * there meanwhile is left to them.
     */
    static void delete(Path file) {
        try {
            Files.walkFileTree(file, new Deleting());
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // nothing was there, or somebody is at work
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be deleted", e);
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
            super.postVisitDirectory(folder, problem);
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }

    private Path path(String digest, String ending) {
        return folder.resolve(digest.substring(0, DIGITS) + ending);
    }
}
