package org.modeljungle.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;

class WorkersTest {

    private final Workers workers = Workers.of(2);
    private final Progress progress = Progress.of("working", 100);

    @AfterEach
    void close() {
        progress.close();
        workers.close();
    }

    @AfterEach
    void useAllCores() {
        Workers.useCores(0);
    }

    @Test
    void noMoreCoresAreUsedThanAllowed() {
        int all = Runtime.getRuntime().availableProcessors();
        assertThat(Workers.cores()).isEqualTo(all);
        Workers.useCores(1);
        try (Workers one = Workers.forDevice();
                Workers reader = Workers.readers(8)) {
            assertThat(one.count()).isEqualTo(1);
            assertThat(reader.count()).isEqualTo(1);
        }
        Workers.useCores(10_000);
        assertThat(Workers.cores()).isEqualTo(all);
        assertThatThrownBy(() -> Workers.useCores(-1))
                .hasMessage("workers: expected 0 cores, for all, or more, found -1");
    }

    @Test
    void resultsComeInTheTasksOrder() {
        List<Callable<Integer>> tasks = IntStream.range(0, 50)
                .mapToObj(i -> (Callable<Integer>) () -> {
                    Thread.sleep(i % 3);
                    return i;
                })
                .toList();
        assertThat(workers.run(progress, tasks))
                .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
        assertThat(workers.<Integer>run(progress, List.of())).isEmpty();
    }

    @Test
    void tasksRunOnNamedDaemonThreads() {
        Callable<Thread> where = Thread::currentThread;
        for (Thread thread : workers.run(progress, List.of(where, where, where))) {
            assertThat(thread.getName()).matches("jungle-worker-\\d+");
            assertThat(thread.isDaemon()).isTrue();
        }
    }

    @Test
    void anExceptionSurfacesAsItIsAndStopsTheRest() {
        IllegalStateException failure = new IllegalStateException("disk full");
        AtomicInteger later = new AtomicInteger();
        Callable<Integer> counting = later::incrementAndGet;
        Callable<Integer> failing = () -> {
            throw failure;
        };
        try (Workers one = Workers.of(1)) {
            Callable<Integer> waiting = () -> {
                Thread.sleep(20); // until the failure was seen
                return 0;
            };
            assertThatThrownBy(() -> one.run(progress, List.of(failing, waiting, counting, counting)))
                    .isSameAs(failure);
        }
        assertThat(progress.isCancelled()).isTrue();
        assertThat(later).hasValue(0);
    }

    @Test
    void aFailureStopsAnEarlierTaskToo() {
        IllegalStateException failure = new IllegalStateException("disk full");
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean stopped = new AtomicBoolean();
        Callable<Integer> lasting = () -> {
            started.countDown();
            long end = System.nanoTime() + 5_000_000_000L;
            try {
                while (System.nanoTime() < end) {
                    progress.check();
                }
            } catch (CancellationException e) {
                stopped.set(true);
                throw e;
            }
            return 0;
        };
        Callable<Integer> failing = () -> {
            started.await();
            throw failure;
        };
        assertThatThrownBy(() -> workers.run(progress, List.of(lasting, failing)))
                .isSameAs(failure);
        assertThat(stopped).isTrue();
    }

    @Test
    void anErrorSurfacesOnlyAfterTheRunningTasksStopped() {
        AssertionError failure = new AssertionError("broken");
        AtomicBoolean slowEnded = new AtomicBoolean();
        CountDownLatch slowStarted = new CountDownLatch(1);
        Callable<Integer> failing = () -> {
            slowStarted.await();
            throw failure;
        };
        Callable<Integer> slow = () -> {
            slowStarted.countDown();
            Thread.sleep(50);
            slowEnded.set(true);
            return 0;
        };
        assertThatThrownBy(() -> workers.run(progress, List.of(failing, slow))).isSameAs(failure);
        assertThat(slowEnded).isTrue();
        assertThat(progress.isCancelled()).isTrue();
    }

    @Test
    void aCheckedExceptionIsTheCause() {
        IOException cause = new IOException("no such file");
        Callable<Integer> failing = () -> {
            throw cause;
        };
        assertThatThrownBy(() -> workers.run(progress, List.of(failing)))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(cause);
    }

    @Test
    void aFailureOutweighsTheCancellationsItCauses() {
        IllegalStateException failure = new IllegalStateException("disk full");
        CountDownLatch failed = new CountDownLatch(1);
        Callable<Integer> looping = () -> {
            failed.await();
            while (true) {
                progress.step();
            }
        };
        Callable<Integer> failing = () -> {
            failed.countDown();
            progress.cancel();
            throw failure;
        };
        assertThatThrownBy(() -> workers.run(progress, List.of(looping, failing)))
                .isSameAs(failure);
    }

    @Test
    void anInterruptedCallerStopsTheTasksAndStaysInterrupted() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        Callable<Integer> looping = () -> {
            running.incrementAndGet();
            try {
                while (true) {
                    progress.step();
                }
            } finally {
                running.decrementAndGet();
            }
        };
        AtomicBoolean asExpected = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            try {
                workers.run(progress, List.of(looping, looping, looping));
            } catch (CancellationException e) {
                asExpected.set(running.get() == 0 && Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        while (running.get() < 2) {
            Thread.sleep(1);
        }
        caller.interrupt();
        caller.join();
        assertThat(asExpected).isTrue();
    }

    @Test
    void countsAreChecked() {
        assertThat(workers.count()).isEqualTo(2);
        try (Workers all = Workers.forDevice()) {
            assertThat(all.count()).isEqualTo(Runtime.getRuntime().availableProcessors());
        }
        try (Workers one = Workers.readers(1);
                Workers most = Workers.readers(1_000)) {
            assertThat(one.count()).isEqualTo(1);
            assertThat(most.count()).isEqualTo(Runtime.getRuntime().availableProcessors());
        }
        assertThatThrownBy(() -> Workers.readers(0)).hasMessage("workers: expected 1 or more, found 0");
        assertThatThrownBy(() -> Workers.of(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("workers: expected 1 or more, found 0");
    }
}
