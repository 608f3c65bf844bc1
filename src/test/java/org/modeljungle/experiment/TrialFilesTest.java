package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.MetanetworkExpert;
import org.modeljungle.expert.RandomExpert;
import org.modeljungle.expert.RidgeExpert;
import org.modeljungle.expert.WeightTask;
import org.modeljungle.nets.Checkpoints;

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

    /** Two networks of one shape, in one training's folder: the second does not go on where the first one ended. */
    @Test
    void aTrainingDoesNotGoOnFromAnother() {
        MetanetworkExpert expert = Tree.probeX(4);
        Checkpoints shared = Checkpoints.in(folder.resolve("one.scratch"), "").withInterval(Duration.ZERO);
        WeightTask other = Tree.task(new Seeds(99));
        float[][] alone = expert.fit(other, new Seeds(1)).outputs(other.banks());
        try (Progress progress = Progress.of("both", 2 * expert.steps(other))) {
            expert.fit(Tree.TASK, new Seeds(1), progress, shared);
            assertThat(expert.fit(other, new Seeds(1), progress, shared).outputs(other.banks()))
                    .isDeepEqualTo(alone);
        }
    }

    /** A set has another order in each process. */
    @Test
    void setsAreSortedInSettings() {
        Object one = PlainSettings.of("a", Map.of("layers", new LinkedHashSet<>(List.of("b", "a"))))
                .data();
        Object other = PlainSettings.of("a", Map.of("layers", new LinkedHashSet<>(List.of("a", "b"))))
                .data();
        assertThat(one).isEqualTo(other);
    }

    /** An expert that is no record, and says its settings and version itself. */
    private abstract static class Own implements Expert {
        @Override
        public String name() {
            return "own";
        }

        @Override
        public Object settings() {
            return Map.of("k", 3);
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public long steps(WeightTask task) {
            return 0;
        }

        @Override
        public Expert.Reader fit(WeightTask task, Seeds seeds, Progress progress) {
            return new RandomExpert().fit(task, seeds, progress);
        }
    }

    private static final class Mean extends Own {}

    private static final class Median extends Own {}

    @Test
    void theVersionOfOneIsNotThatOfAnother() {
        assertThat(Experiment.of("own", new Mean().on(Tree.TASK)).in(folder).run())
                .hasToString("1 trial: 0 found, 1 trained");
        assertThat(Experiment.of("own", new Median().on(Tree.TASK)).in(folder).run())
                .hasToString("1 trial: 0 found, 1 trained");
        assertThat(Experiment.of("own", new Median().on(Tree.TASK)).in(folder).run())
                .hasToString("1 trial: 1 found, 0 trained");
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
        Files.writeString(scratch.resolve(".a.01234567-89ab-cdef-0123-456789abcdef.tmp"), "of a killed run");
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
