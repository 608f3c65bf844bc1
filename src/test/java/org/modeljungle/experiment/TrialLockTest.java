package org.modeljungle.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.ExclusiveFile;
import org.modeljungle.Progress;

/** One run at a time trains a trial. */
@Timeout(60)
class TrialLockTest {

    private static final AtomicInteger TRAINED = new AtomicInteger();
    private static final AtomicBoolean STOP = new AtomicBoolean();
    private static volatile CountDownLatch started;
    private static volatile CountDownLatch mayEnd;

    @TempDir
    Path folder;

    private final ExecutorService other = Executors.newSingleThreadExecutor();

    @BeforeEach
    void start() {
        TRAINED.set(0);
        STOP.set(false);
        started = new CountDownLatch(1);
        mayEnd = new CountDownLatch(1);
    }

    @AfterEach
    void end() {
        mayEnd.countDown();
        other.shutdown();
    }

    /** A training that lasts until it may end. */
    private record Slow(int part) implements Trainable<Integer> {
        @Override
        public String name() {
            return "slow";
        }

        @Override
        public String data(DataDigests digests) {
            return "";
        }

        @Override
        public long steps() {
            return 1;
        }

        @Override
        public Integer train(TrainingContext context) {
            started.countDown();
            try {
                while (!mayEnd.await(10, TimeUnit.MILLISECONDS)) {
                    if (STOP.get()) {
                        context.progress().cancel();
                    }
                    context.progress().check();
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            context.progress().step();
            return TRAINED.incrementAndGet();
        }

        @Override
        public Outcome evaluate(Integer trained) {
            return Outcome.of("times", trained, 1);
        }

        @Override
        public Object settings() {
            return part;
        }
    }

    private Experiment<Integer> slow() {
        return Experiment.of("slow", new Slow(1)).in(folder);
    }

    private Future<Outcomes> startElsewhere() throws InterruptedException {
        Future<Outcomes> running = other.submit(() -> slow().run());
        started.await();
        return running;
    }

    private Path lock() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".lock"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void whatAnotherRunTrainsIsRefusedAndFoundOnceItIsFinished() throws Exception {
        Future<Outcomes> running = startElsewhere();
        Path lock = lock();
        for (Experiment<Integer> same : List.of(slow(), slow().force())) {
            assertThatThrownBy(same::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("trial 'slow, method slow, repeat 1', " + lock + ": expected to train it alone, found"
                            + " another run that is training it; what is finished is kept: wait for that run or stop"
                            + " it, then try again");
        }
        mayEnd.countDown();
        assertThat(running.get()).hasToString("1 trial: 0 found, 1 trained");
        assertThat(slow().run()).hasToString("1 trial: 1 found, 0 trained");
        assertThat(TRAINED).hasValue(1);
        assertThat(lock).doesNotExist();
        assertThat(slow().force().run()).hasToString("1 trial: 0 found, 1 trained");
    }

    @Test
    void aStoppedRunLetsGo() throws Exception {
        Future<Outcomes> running = startElsewhere();
        STOP.set(true);
        assertThatThrownBy(running::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancellationException.class);
        assertThat(lock()).exists();
        STOP.set(false);
        mayEnd.countDown();
        assertThat(slow().run()).hasToString("1 trial: 0 found, 1 trained");
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().endsWith(".lock"));
    }

    /** Between the look for it and the training of it. */
    @Test
    void whatAnotherRunFinishedMeanwhileIsNotTrainedAgain() {
        mayEnd.countDown();
        Experiment<Integer> two = Experiment.of("two", setting -> new Slow(setting.integer("part")))
                .vary("part", 1, 2)
                .workers(1)
                .in(folder);
        AtomicBoolean done = new AtomicBoolean();
        Progress.Listener between = progress -> {
            if (progress.title().equals("slow, part 1, repeat 1") && !done.getAndSet(true)) {
                Experiment.of("one", new Slow(2)).in(folder).run();
            }
        };
        Progress.listen(between);
        try {
            assertThat(two.run()).hasToString("2 trials: 1 found, 1 trained");
        } finally {
            Progress.unlisten(between);
        }
        assertThat(TRAINED).hasValue(2);
    }

    @Test
    void aFailureLetsGoToo() throws Exception {
        Path file = folder.resolve("some.lock");
        assertThatThrownBy(() -> ExclusiveFile.holding(file, "held", () -> {
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");
        assertThat(ExclusiveFile.<Boolean>holding(file, "held", () -> true)).isTrue();
    }
}
