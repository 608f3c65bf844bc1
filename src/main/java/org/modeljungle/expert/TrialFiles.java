package org.modeljungle.expert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.modeljungle.AtomicFile;
import org.modeljungle.tensor.Torch;

/** Finished trials as small JSON files, found again by all that their outcomes depend on. */
final class TrialFiles {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();
    private static final int DIGITS = 16; // of the file's name

    /**
     * A file's content.
     *
     * @param expert its recipe
     * @param seed the trial's
     * @param device where it was trained
     * @param outcome what came out
     */
    private record Content(String expert, long seed, String device, Outcome outcome) {}

    private final Path folder;
    private final TaskDigests digests = new TaskDigests();

    TrialFiles(Path folder) {
        this.folder = folder;
    }

    Optional<Outcome> find(Trial trial) {
        Path file = path(trial);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), Content.class).outcome);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": expected a finished trial, found " + e.getOriginalMessage() + "; delete it and run again",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    void write(Trial trial, Outcome outcome) {
        Content content = new Content(trial.expert().recipe(), trial.seeds().value(), Torch.deviceName(), outcome);
        AtomicFile.write(path(trial), out -> out.write(JSON.writeValueAsBytes(content)));
    }

    private Path path(Trial trial) {
        String hash = digests.of(trial).substring(0, DIGITS);
        return folder.resolve(trial.name().replace('/', '.') + "-" + hash + ".json");
    }
}
