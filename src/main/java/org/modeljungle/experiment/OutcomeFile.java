package org.modeljungle.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.modeljungle.AtomicFile;
import org.modeljungle.JsonProblem;

/** Outcomes in one JSON file. */
record OutcomeFile(String name, String folder, List<Trial> trials) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    static void write(Outcomes outcomes, Path file) {
        String folder = outcomes.source().folder().toString();
        OutcomeFile content = new OutcomeFile(outcomes.name(), folder, outcomes.trials());
        AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(content)));
    }

    static Outcomes read(Path file) {
        try {
            OutcomeFile content = JSON.readValue(Files.readAllBytes(file), OutcomeFile.class);
            return new Outcomes(
                    content.name,
                    content.trials,
                    new Outcomes.Source(Path.of(content.folder), content.trials.size(), 0));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": expected outcomes that were written, found " + JsonProblem.of(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
