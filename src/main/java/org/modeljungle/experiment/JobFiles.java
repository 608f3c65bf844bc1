package org.modeljungle.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.AtomicFile;
import org.modeljungle.tensor.Torch;

/** Finished jobs as small JSON files: what was done, from which seed, where, and the outcome. */
final class JobFiles<T> {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();
    private static final String OUTCOME = "outcome";
    private static final int DIGITS = 16; // of the file's name

    private final Path folder;
    private final Class<T> type;

    JobFiles(Path folder, Class<T> type) {
        this.folder = folder;
        this.type = type;
    }

    Optional<T> find(Job<T> job) {
        Path file = path(job);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode outcome = JSON.readTree(Files.readAllBytes(file)).path(OUTCOME);
            if (outcome.isMissingNode()) {
                throw new IllegalArgumentException("nothing under '" + OUTCOME + "'");
            }
            return Optional.of(JSON.treeToValue(outcome, type));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": expected a finished trial, found " + said(e) + "; delete it and run again", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    void write(Job<T> job, T outcome) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("recipe", job.recipe());
        content.put("seed", job.seed());
        content.put("device", Torch.deviceName());
        content.put(OUTCOME, outcome);
        AtomicFile.write(path(job), out -> out.write(JSON.writeValueAsBytes(content)));
    }

    private static String said(Exception e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    }

    private Path path(Job<T> job) {
        return folder.resolve(job.name().replace('/', '.') + "-" + job.hash().substring(0, DIGITS) + ".json");
    }
}
