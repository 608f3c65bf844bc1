package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Digests;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.RidgeExpert;

/** What is kept of a trial is what was kept, or is made anew. */
class KeptFileTest {

    private static final String FOUND = "1 trial: 1 found, 0 trained";
    private static final String TRAINED = "1 trial: 0 found, 1 trained";

    @TempDir
    Path folder;

    private Experiment<Expert.Reader> experiment;
    private Outcomes kept;
    private Path json;
    private Path outputs;
    private Path reader;

    @BeforeEach
    void train() {
        experiment = Experiment.of("tree", RidgeExpert.layer("a").on(Tree.TASK))
                .keepOutputs()
                .keepReaders()
                .in(folder);
        kept = experiment.run();
        String name = kept.first().provenance().digest().substring(0, 32);
        json = folder.resolve(name + ".json");
        outputs = folder.resolve(name + ".outputs.safetensors");
        reader = folder.resolve(name + ".reader");
    }

    private static void flipTheLastByte(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }

    private static void assertRefused(ThrowingCallable reading, Path file, String was) throws IOException {
        assertThatThrownBy(reading)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "%s: expected what was kept of a trial, SHA-256 '%s', found another content, '%s'; delete it"
                                        .formatted(file, was, KeptFile.sum(file))
                                + " and run again, or force()");
    }

    @Test
    void aFlippedByteIsNoticed() throws IOException {
        float[][] before = kept.outputs(kept.first()).orElseThrow();
        String ofOutputs = KeptFile.sum(outputs);
        String ofReader = KeptFile.sum(reader);
        assertThat(ofReader).isEqualTo(Digests.ofFiles(List.of(reader)));
        flipTheLastByte(outputs);
        flipTheLastByte(reader);
        assertRefused(() -> kept.outputs(kept.first()), outputs, ofOutputs);
        assertRefused(() -> kept.reader(kept.first()), reader, ofReader);
        Files.delete(outputs);
        Outcomes again = experiment.run();
        assertThat(again).hasToString(TRAINED);
        assertThat(again.outputs(again.first()).orElseThrow()).isDeepEqualTo(before);
        assertThat(again.reader(again.first())).contains(reader);
    }

    @Test
    void whatIsGoneIsMadeAnewWhereItIsAskedFor() throws IOException {
        for (Path gone : new Path[] {outputs, reader}) {
            Files.delete(gone);
            Experiment<Expert.Reader> plain =
                    Experiment.of("tree", RidgeExpert.layer("a").on(Tree.TASK)).in(folder);
            assertThat(plain.run()).hasToString(FOUND);
            assertThat(experiment.run()).hasToString(TRAINED);
            assertThat(gone).exists();
            assertThat(experiment.run()).hasToString(FOUND);
        }
    }

    /** As they were before there were digests of what is kept. */
    @Test
    void oldFilesAreOpened() throws IOException {
        JsonMapper mapper = new JsonMapper();
        @SuppressWarnings("unchecked")
        Map<String, Object> all = mapper.readValue(json.toFile(), LinkedHashMap.class);
        all.remove("checksum");
        assertThat(all.remove("sums"))
                .isEqualTo(Map.of(".outputs.safetensors", KeptFile.sum(outputs), ".reader", KeptFile.sum(reader)));
        all.put("checksum", Digests.ofJson(all));
        mapper.writeValue(json.toFile(), all);
        Outcomes old = experiment.run();
        assertThat(old).hasToString(FOUND);
        assertThat(old.outputs(old.first())).isPresent();
        assertThat(old.reader(old.first())).contains(reader);
        Files.delete(outputs);
        assertThat(experiment.run()).hasToString(TRAINED);
    }

    @Test
    void filesOfAFolderCountInTheirOrder() throws IOException {
        Path saved = Files.createDirectories(folder.resolve("saved/deep"));
        Path first = Files.writeString(saved.resolve("a"), "1");
        Path second = Files.writeString(saved.resolveSibling("z"), "2");
        assertThat(KeptFile.sum(folder.resolve("saved"))).isEqualTo(Digests.ofFiles(List.of(first, second)));
        assertThat(KeptFile.sum(folder.resolve("none"))).isEmpty();
    }

    @Test
    void whatAKilledRunLeftHalfWrittenIsSweptOnceNobodyCanWriteIt() throws IOException {
        Path old = Files.writeString(folder.resolve(".a.json." + UUID.randomUUID() + ".tmp"), "ha");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path now = Files.writeString(folder.resolve(".b.json." + UUID.randomUUID() + ".tmp"), "ha");
        experiment.run();
        assertThat(old)
                .as("where nothing is trained nothing is written or deleted")
                .exists();
        experiment.force().run();
        assertThat(old).doesNotExist();
        assertThat(now).exists();
    }
}
