package org.modeljungle.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
            Map<String, Object> all = checked(file);
            return Optional.of(JSON.convertValue(all, Content.class));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": expected a finished trial, found " + said(e) + "; delete it and run again, or force()",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
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

    /** Deletes a folder that a training wrote into, if it did. */
    static void delete(Path scratch) {
        if (!Files.exists(scratch)) {
            return;
        }
        try (Stream<Path> all = Files.walk(scratch)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(scratch + ": cannot be deleted", e);
        }
    }

    private static Map<String, Object> checked(Path file) throws IOException {
        @SuppressWarnings("unchecked") // keys of JSON are texts
        Map<String, Object> all = JSON.readValue(Files.readAllBytes(file), LinkedHashMap.class);
        Object checksum = all.remove(CHECKSUM);
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
