package org.modeljungle.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.AtomicFile;
import org.modeljungle.Digests;
import org.modeljungle.JsonProblem;

/** Finished trials as small JSON files, named by their digests, with what is kept beside them. */
final class TrialFiles {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();
    private static final String CHECKSUM = "checksum";
    private static final int DIGITS = 32; // of a file's name

    /**
     * What a file says.
     *
     * @param name what was trained
     * @param key all that the outcome depends on
     * @param provenance how it was trained
     * @param outcome what came out
     * @param kept what was kept of it, or could not be
     */
    record Content(String name, TrialKey key, Trial.Provenance provenance, Outcome outcome, Kept kept) {}

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
            Content content = JSON.convertValue(checked(file), Content.class);
            String found = content.provenance.digest();
            if (!found.equals(digest)) {
                throw new IllegalArgumentException("another one, " + found + ": it was renamed");
            }
            return Optional.of(content);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": expected a finished trial, found " + said(e) + "; delete it and run again, or force()",
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
        Map<String, Object> all = plain(content);
        all.put(CHECKSUM, Digests.ofJson(all));
        AtomicFile.write(path(content.provenance.digest(), ".json"), out -> out.write(JSON.writeValueAsBytes(all)));
    }

    Path outputs(String digest) {
        return path(digest, ".outputs.safetensors");
    }

    Path reader(String digest) {
        return path(digest, ".reader");
    }

    Path scratch(String digest) {
        return path(digest, ".scratch");
    }

    /**
     * Deletes a folder that a training wrote into, if it did. Another process may train the same: what it writes or
     * deletes meanwhile is left to it.
     */
    static void delete(Path scratch) {
        try {
            Files.walkFileTree(scratch, new Deleting());
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            // nothing was there, or another process is at work
        } catch (IOException e) {
            throw new UncheckedIOException(scratch + ": cannot be deleted", e);
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            if (!AtomicFile.isTemporary(file)) { // one that somebody writes at this moment
                Files.deleteIfExists(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
            super.postVisitDirectory(folder, problem);
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }

    private static Map<String, Object> checked(Path file) throws IOException {
        @SuppressWarnings("unchecked") // keys of JSON are texts
        Map<String, Object> all = JSON.readValue(Files.readAllBytes(file), LinkedHashMap.class);
        Object checksum = all == null ? null : all.remove(CHECKSUM); // a file may say null
        if (checksum == null) {
            throw new IllegalArgumentException("no " + CHECKSUM);
        }
        if (!checksum.equals(Digests.ofJson(all))) {
            throw new IllegalArgumentException("a content that its checksum does not match: it was changed");
        }
        return all;
    }

    /** As it is read again, so that numbers have one form. */
    @SuppressWarnings("unchecked") // keys of JSON are texts
    private static Map<String, Object> plain(Content content) {
        try {
            return JSON.readValue(JSON.writeValueAsBytes(content), LinkedHashMap.class);
        } catch (IOException e) {
            throw new UncheckedIOException("a trial is plain data", e);
        }
    }

    private static String said(Exception e) {
        Throwable cause = e instanceof JsonProcessingException || e.getCause() == null ? e : e.getCause();
        return cause instanceof JsonProcessingException json ? JsonProblem.of(json) : cause.getMessage();
    }

    private Path path(String digest, String ending) {
        return folder.resolve(digest.substring(0, DIGITS) + ending);
    }
}
