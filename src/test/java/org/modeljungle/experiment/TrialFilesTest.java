package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.RidgeExpert;

class TrialFilesTest {

    private static final String END = "; delete it and run again, or force()";

    @TempDir
    Path folder;

    private Experiment<Expert.Reader> experiment;
    private Path file;

    @BeforeEach
    void train() {
        experiment = Experiment.of("tree", RidgeExpert.layer("a").on(Tree.TASK)).in(folder);
        String digest = experiment.run().first().provenance().digest();
        file = folder.resolve(digest.substring(0, 32) + ".json");
    }

    @Test
    void damagedFilesAreNamed() throws IOException {
        Files.writeString(file, "{");
        assertThatThrownBy(experiment::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": expected a finished trial, found Unexpected end-of-input")
                .hasMessageEndingWith(END);
        Files.writeString(file, "{}");
        assertThatThrownBy(experiment::run).hasMessage(file + ": expected a finished trial, found no checksum" + END);
    }

    @Test
    void anEditedOutcomeIsNoticed() throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains("\"n\" : 4", "\"checksum\" : ");
        Files.writeString(file, text.replace("\"n\" : 4", "\"n\" : 5"));
        assertThatThrownBy(experiment::run)
                .hasMessage(
                        file + ": expected a finished trial, found a content that its checksum does not match: it was"
                                + " changed" + END);
    }

    @Test
    void theTrialOfAnotherNameIsNoticed() throws IOException {
        Experiment<Expert.Reader> other =
                Experiment.of("tree", RidgeExpert.allLayers().on(Tree.TASK)).in(folder);
        Path renamed = folder.resolve(other.run().first().provenance().digest().substring(0, 32) + ".json");
        Files.copy(file, renamed, StandardCopyOption.REPLACE_EXISTING);
        String digest = experiment.run().first().provenance().digest();
        assertThatThrownBy(other::run)
                .hasMessage(renamed + ": expected a finished trial, found another one, " + digest + ": it was renamed"
                        + END);
        Files.writeString(renamed, "null");
        assertThatThrownBy(other::run).hasMessage(renamed + ": expected a finished trial, found no checksum" + END);
    }

    @Test
    void whatATrainingWroteIsDeletedWholeAndNothingIsNoError() throws IOException {
        Path scratch = folder.resolve("some.scratch");
        Files.createDirectories(scratch.resolve("deep/empty"));
        Files.writeString(scratch.resolve("deep/file"), "x");
        TrialFiles.delete(scratch);
        assertThat(scratch).doesNotExist();
        TrialFiles.delete(scratch);
        assertThat(scratch).doesNotExist();
    }

    @Test
    void aMissingNumberIsNotZero() throws IOException {
        @SuppressWarnings("unchecked")
        java.util.Map<String, Object> all =
                new com.fasterxml.jackson.databind.json.JsonMapper().readValue(file.toFile(), java.util.Map.class);
        all.remove("checksum");
        ((java.util.Map<?, ?>) all.get("outcome")).remove("n");
        all.put("checksum", org.modeljungle.Digests.ofJson(all));
        new com.fasterxml.jackson.databind.json.JsonMapper().writeValue(file.toFile(), all);
        assertThatThrownBy(experiment::run).hasMessageContaining("found Missing creator property 'n'");
    }

    @Test
    void theFileSaysWhatWasTrained() throws IOException {
        String text = Files.readString(file);
        assertThat(text)
                .contains("\"record\" : \"RidgeExpert\"", "\"kind\" : \"expert ", "\"seed\"", "\"commit\"", "\"at\"")
                .contains("\"ridge-layer\"", "\"data\"", "\"device\"", "\"modeljungle\"");
    }
}
