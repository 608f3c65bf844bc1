package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

/** A notebook's stop button interrupts the thread that trains. */
class InterruptTest {

    private static final int STEPS = 10_000_000; // hours
    private static final int TRIES = 5;
    private static final Duration LIMIT = Duration.ofSeconds(5); // bench/stop measures it

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicReference<Throwable> end = new AtomicReference<>();
    private final AtomicInteger runningAtEnd = new AtomicInteger();

    @Test
    void trainingOnThisThreadStopsAtOnce() throws InterruptedException {
        assertStops((fit, progress, loss) -> fit.run(STEPS, progress, loss));
    }

    @Test
    void trainingOnWorkersStopsAtOnceAndLeavesNoneRunning() throws InterruptedException {
        try (Workers workers = Workers.of(2)) {
            assertStops((fit, progress, loss) -> fit.run(STEPS, progress, loss, workers));
        }
    }

    private interface Training {
        void run(Fit fit, Progress progress, Fit.Loss loss);
    }

    private void assertStops(Training training) throws InterruptedException {
        long[] nanos = new long[TRIES];
        for (int i = 0; i < TRIES; i++) {
            nanos[i] = nanosToStop(training);
            assertThat(end.get())
                    .isInstanceOf(CancellationException.class)
                    .hasMessageMatching("stopped: fitting, \\d+ of 10000000 steps done; "
                            + "what was saved is kept, run the same call again to resume");
            assertThat(runningAtEnd).hasValue(0);
            int after = calls.get();
            Thread.sleep(20);
            assertThat(calls).hasValue(after);
        }
        Arrays.sort(nanos);
        // the median: a busy machine may hold up a try
        assertThat(Duration.ofNanos(nanos[TRIES / 2])).isLessThan(LIMIT);
    }

    private long nanosToStop(Training training) throws InterruptedException {
        CountDownLatch warm = new CountDownLatch(20);
        Thread thread = new Thread(() -> {
            try (NDManager scope = Torch.scope();
                    Progress progress = Progress.of("fitting", STEPS)) {
                Fit fit = new Fit(
                        Squares.start(scope), Fit.Settings.of(STEPS, .01).withShards(4));
                training.run(fit, progress, (step, leaf, number, shard) -> {
                    running.incrementAndGet();
                    try {
                        calls.incrementAndGet();
                        warm.countDown();
                        return Squares.loss(step, leaf, number, shard);
                    } finally {
                        running.decrementAndGet();
                    }
                });
            } catch (CancellationException e) {
                end.set(e);
            } finally {
                runningAtEnd.set(running.get());
            }
        });
        end.set(null);
        thread.start();
        warm.await();
        long start = System.nanoTime();
        thread.interrupt();
        thread.join();
        return System.nanoTime() - start;
    }
}
