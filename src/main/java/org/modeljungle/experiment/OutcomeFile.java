package org.modeljungle.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Outcomes in one JSON file. */
record OutcomeFile(String name, List<String> folders, List<Trial> trials) {

    static void write(Outcomes outcomes, Path file) {
        List<String> folders =
                outcomes.source().folders().stream().map(Path::toString).toList();
        OutcomeFile content = new OutcomeFile(outcomes.name(), folders, outcomes.trials());
        CheckedJson.write(file, content);
    }

    static Outcomes read(Path file) {
        OutcomeFile content = content(file);
        List<Path> folders = content.folders.stream().map(Path::of).toList();
        return new Outcomes(content.name, content.trials, new Outcomes.Source(folders, content.trials.size(), 0));
    }

    private static OutcomeFile content(Path file) {
        try {
            return CheckedJson.as(OutcomeFile.class, CheckedJson.readOld(file));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": expected outcomes that were written, found " + CheckedJson.said(e)
                            + "; write() them again",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
