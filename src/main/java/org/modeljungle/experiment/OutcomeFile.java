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
record OutcomeFile(String name, List<String> folders, List<Trial> trials) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    static void write(Outcomes outcomes, Path file) {
        List<String> folders =
                outcomes.source().folders().stream().map(Path::toString).toList();
        OutcomeFile content = new OutcomeFile(outcomes.name(), folders, outcomes.trials());
        AtomicFile.write(file, out -> out.write(JSON.writeValueAsBytes(content)));
    }

    static Outcomes read(Path file) {
        try {
            OutcomeFile content = JSON.readValue(Files.readAllBytes(file), OutcomeFile.class);
            List<Path> folders = content.folders.stream().map(Path::of).toList();
            return new Outcomes(content.name, content.trials, new Outcomes.Source(folders, content.trials.size(), 0));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ": expected outcomes that were written, found " + JsonProblem.of(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
