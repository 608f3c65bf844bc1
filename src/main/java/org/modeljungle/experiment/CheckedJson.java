package org.modeljungle.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modeljungle.AtomicFile;
import org.modeljungle.Digests;
import org.modeljungle.JsonProblem;

/** JSON files that have a checksum of their content, so that it is noticed when they were changed. */
final class CheckedJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();
    private static final String CHECKSUM = "checksum";

    private CheckedJson() {}

    /** Writes a record, with its checksum. */
    static void write(Path file, Object content) {
        Map<String, Object> all = plain(content);
        all.put(CHECKSUM, Digests.ofJson(all));
        AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(all)));
    }

    /**
     * Reads what was written.
     *
     * @throws JsonProcessingException if it is no JSON
     * @throws IllegalArgumentException if it has no checksum, or another content
     */
    static Map<String, Object> read(Path file) throws IOException {
        Map<String, Object> all = parsed(file);
        if (!all.containsKey(CHECKSUM)) {
            throw new IllegalArgumentException("no " + CHECKSUM);
        }
        return checked(all);
    }

    /** The same of a kind of file that had no checksums once. */
    static Map<String, Object> readOld(Path file) throws IOException {
        Map<String, Object> all = parsed(file);
        return all.containsKey(CHECKSUM) ? checked(all) : all;
    }

    /**
     * What was read as a record.
     *
     * @throws IllegalArgumentException if something is missing or of another type
     */
    static <T> T as(Class<T> type, Map<String, Object> content) {
        return JSON.convertValue(content, type);
    }

    /** What was found instead of a file as it was written, for messages. */
    static String said(Exception e) {
        Throwable cause = e instanceof JsonProcessingException || e.getCause() == null ? e : e.getCause();
        return cause instanceof JsonProcessingException json ? JsonProblem.of(json) : cause.getMessage();
    }

    @SuppressWarnings("unchecked") // keys of JSON are texts
    private static Map<String, Object> parsed(Path file) throws IOException {
        Map<String, Object> all = JSON.readValue(Files.readAllBytes(file), LinkedHashMap.class);
        return all == null ? Map.of() : all; // a file may say null
    }

    private static Map<String, Object> checked(Map<String, Object> all) {
        Object checksum = all.remove(CHECKSUM);
        if (!Digests.ofJson(all).equals(checksum)) {
            throw new IllegalArgumentException("a content that its checksum does not match: it was changed");
        }
        return all;
    }

    /** As it is read again, so that numbers have one form. */
    @SuppressWarnings("unchecked") // keys of JSON are texts
    private static Map<String, Object> plain(Object content) {
        try {
            return JSON.readValue(JSON.writeValueAsBytes(content), LinkedHashMap.class);
        } catch (IOException e) {
            throw new UncheckedIOException("what is written is plain data", e);
        }
    }
}
