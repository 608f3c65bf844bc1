package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Script;
import org.modeljungle.tensor.Torch;

class CheckpointsTest {

    private static final int EXAMPLES = 7; // batches of 3, 3 and 1
    private static final Epochs.Settings SETTINGS = Epochs.Settings.of(5, 3).withEvaluateEvery(2);
    private static final Script SCRIPT = Script.compile("pulls", """
            def forward(self, p: Tensor, targets: Tensor) -> Tensor:
              return torch.mean(torch.square(p - targets))
            """);

    private final NDManager scope = Torch.scope();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        scope.close();
    }

    /** In the middle of an epoch, at its end, in a validation, before the last step; without and with shards. */
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 1", "5, 1", "6, 1", "7, 1", "14, 1", "15, 1", "4, 2", "6, 2"})
    void aStoppedTrainingGoesOnWithTheSameBits(int stop, int shards) {
        Epochs.Settings settings = SETTINGS.withShards(shards);
        Run whole = run(settings, Checkpoints.NONE, -1);
        Checkpoints checkpoints = Checkpoints.in(folder, "pulls");
        assertThatThrownBy(() -> run(settings, checkpoints, stop)).isInstanceOf(CancellationException.class);
        Run resumed = run(settings, checkpoints, -1);
        assertThat(resumed.steps).as("steps taken after the stop").isEqualTo(15 - stop);
        assertEqual(resumed, whole);
    }

    @Test
    void aTrainingStoppedInItsValidationGoesOnWithTheSameBits() {
        Run whole = run(SETTINGS, Checkpoints.NONE, -1);
        Checkpoints checkpoints = Checkpoints.in(folder, "pulls");
        AtomicInteger validations = new AtomicInteger();
        assertThatThrownBy(() -> train(SETTINGS, checkpoints, step -> {}, progress -> {
                    if (validations.incrementAndGet() == 2) { // after epoch 4
                        progress.cancel();
                        progress.check();
                    }
                }))
                .isInstanceOf(CancellationException.class);
        Run resumed = run(SETTINGS, checkpoints, -1);
        assertThat(resumed.steps).isEqualTo(3);
        assertEqual(resumed, whole);
    }

    @Test
    void aKilledTrainingGoesOnFromItsLastFileWithTheSameBits() throws IOException {
        Run whole = run(SETTINGS, Checkpoints.NONE, -1);
        Checkpoints checkpoints = Checkpoints.in(folder, "pulls").withInterval(Duration.ZERO);
        Path killed = folder.resolve("killed");
        IntConsumer killing = step -> {
            if (step == 8) {
                copy(file(), killed);
            }
            Check.that(step < 10, "the power failed");
        };
        assertThatThrownBy(() -> train(SETTINGS, checkpoints, killing, progress -> {}))
                .hasMessage("the power failed");
        Files.move(killed, file(), StandardCopyOption.REPLACE_EXISTING);
        Run resumed = run(SETTINGS, checkpoints, -1);
        assertThat(resumed.steps).isEqualTo(15 - 8);
        assertEqual(resumed, whole);
    }

    @Test
    void aFinishedTrainingIsNotRepeatedUntilItsFileIsDeleted() {
        Checkpoints checkpoints = Checkpoints.in(folder, "pulls").withInterval(Duration.ZERO);
        Run first = run(SETTINGS, checkpoints, -1);
        Run again = run(SETTINGS, checkpoints, -1);
        assertThat(again.steps).isZero();
        assertEqual(again, first);
        checkpoints.delete();
        assertThat(folder).doesNotExist();
        assertThat(run(SETTINGS, checkpoints, -1).steps).isEqualTo(15);
    }

    @Test
    void aShortTrainingLeavesNoFile() {
        run(SETTINGS, Checkpoints.in(folder.resolve("deep/er"), "pulls"), -1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anothersCheckpointIsNotFound() {
        Checkpoints checkpoints = Checkpoints.in(folder, "pulls");
        assertThatThrownBy(() -> run(SETTINGS, checkpoints, 4)).isInstanceOf(CancellationException.class);
        assertThat(run(SETTINGS, Checkpoints.in(folder, "other data"), -1).steps)
                .isEqualTo(15);
        assertThat(run(SETTINGS, checkpoints.keyed("other settings"), -1).steps).isEqualTo(15);
        assertThat(run(SETTINGS.withTieBreak(TieBreak.LATEST), checkpoints, -1).steps)
                .isEqualTo(15);
        assertThat(run(SETTINGS, checkpoints, -1).steps).isEqualTo(11);
    }

    @Test
    void aRenamedOrDamagedCheckpointIsRefused() throws IOException {
        Checkpoints checkpoints = Checkpoints.in(folder, "pulls");
        assertThatThrownBy(() -> run(SETTINGS, checkpoints, 4)).isInstanceOf(CancellationException.class);
        Path own = file();
        byte[] whole = Files.readAllBytes(own);
        Checkpoints others = Checkpoints.in(folder.resolve("others"), "others");
        assertThatThrownBy(() -> run(SETTINGS, others, 4)).isInstanceOf(CancellationException.class);
        Files.copy(only(folder.resolve("others")), own, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> run(SETTINGS, checkpoints, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("checkpoint \\Q" + own + "\\E: expected that of training [0-9a-f]{64}, found"
                        + " [0-9a-f]{64}; delete it to train from the beginning");
        byte[] changed = whole.clone();
        changed[whole.length - 1] ^= 1;
        Files.write(own, changed);
        assertThatThrownBy(() -> run(SETTINGS, checkpoints, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("checkpoint " + own
                        + ": expected a whole file, found other numbers than were written; delete it to"
                        + " train from the beginning");
        Files.write(own, Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> run(SETTINGS, checkpoints, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("checkpoint " + own + ": expected a whole file, found a damaged one (")
                .hasMessageEndingWith("); delete it to train from the beginning");
        Files.write(own, whole);
        assertThat(run(SETTINGS, checkpoints, -1).steps).isEqualTo(11);
    }

    @Test
    void noneSavesNothing() {
        assertThat(Checkpoints.NONE.isNone()).isTrue();
        assertThat(Checkpoints.in(folder, "a").isNone()).isFalse();
        assertThatThrownBy(() -> run(SETTINGS, Checkpoints.NONE.keyed("more"), 4))
                .isInstanceOf(CancellationException.class);
        Checkpoints.NONE.delete();
        assertThatThrownBy(() -> Checkpoints.NONE.withInterval(Duration.ofSeconds(-1)))
                .hasMessage("checkpoints: expected an interval of 0 or more, found PT-1S");
    }

    private record Run(Epochs.Best best, float[] last, int steps) {}

    private static void assertEqual(Run found, Run expected) {
        assertThat(found.best.parameters()).isEqualTo(expected.best.parameters());
        assertThat(found.best.bestEpoch()).isEqualTo(expected.best.bestEpoch());
        assertThat(found.best.history()).isEqualTo(expected.best.history());
        assertThat(found.last).isEqualTo(expected.last);
    }

    /** Stopped when so many steps are done; -1 for not. */
    private Run run(Epochs.Settings settings, Checkpoints checkpoints, int stopAfter) {
        Progress.Listener stop = progress -> {
            if (progress.title().equals("checkpoints") && progress.done() == stopAfter) {
                progress.cancel();
            }
        };
        Progress.listen(stop);
        try {
            return train(settings, checkpoints, step -> {}, progress -> {});
        } finally {
            Progress.unlisten(stop);
        }
    }

    private Run train(
            Epochs.Settings settings,
            Checkpoints checkpoints,
            IntConsumer beforeStep,
            Consumer<Progress> beforeValidation) {
        AtomicInteger steps = new AtomicInteger();
        NDArray row = scope.ones(new Shape(1, Squares.SIZE));
        Fit.Settings how = Fit.Settings.of(settings.steps(EXAMPLES), .05)
                .withSchedule(new Schedule.Cosine(0, 0))
                .withWeightDecay(1e-3);
        try (Progress progress = Progress.of("checkpoints", settings.steps(EXAMPLES))) {
            Epochs.Best best = new Epochs("pulls", settings, new Seeds(2))
                    .saving(checkpoints)
                    .train(
                            row,
                            how,
                            EXAMPLES,
                            progress,
                            (inner, leaf, examples, step, shard) -> {
                                beforeStep.accept(step);
                                steps.addAndGet(shard == 0 ? 1 : 0);
                                return loss(inner, leaf, examples);
                            },
                            current -> {
                                beforeValidation.accept(progress);
                                return -Math.abs(current[0]);
                            });
            return new Run(best, Torch.floats(row), steps.get());
        }
    }

    private Path file() {
        return only(folder);
    }

    private static Path only(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each example pulls to its own random target. */
    private static NDArray loss(NDManager step, NDArray row, int... examples) {
        float[] targets = new float[examples.length * Squares.SIZE];
        for (int i = 0; i < examples.length; i++) {
            float[] own = new Seeds(1).split("example", examples[i]).normal(Squares.SIZE);
            System.arraycopy(own, 0, targets, i * own.length, own.length);
        }
        return SCRIPT.forward(step, row, step.create(targets, new Shape(examples.length, Squares.SIZE)));
    }
}
