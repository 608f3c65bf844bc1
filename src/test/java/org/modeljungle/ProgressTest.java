package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final List<String> heard = new ArrayList<>();
    private final Progress.Listener listener =
            progress -> heard.add(progress.done() + "/" + progress.total() + (progress.isClosed() ? " closed" : ""));

    @AfterEach
    void unlisten() {
        Progress.unlisten(listener);
    }

    @Test
    void listenersHearEveryChange() {
        Progress.listen(listener);
        try (Progress progress = Progress.of("growing", 5)) {
            progress.resumed(2);
            progress.step();
            progress.step(2);
        }
        assertThat(heard).containsExactly("0/5", "2/5", "3/5", "5/5", "5/5 closed");
    }

    @Test
    void aListenerThatWasRemovedHearsNothing() {
        Progress.listen(listener);
        Progress.unlisten(listener);
        Progress.of("growing", 1).close();
        assertThat(heard).isEmpty();
    }

    @Test
    void closingTwiceIsToldOnce() {
        Progress progress = Progress.of("growing", 1);
        Progress.listen(listener);
        progress.close();
        progress.close();
        assertThat(heard).containsExactly("0/1 closed");
    }

    @Test
    void knowsItsTitleAndNote() {
        try (Progress progress = Progress.of("growing LoRAs", 3)) {
            assertThat(progress.title()).isEqualTo("growing LoRAs");
            assertThat(progress.note()).isEmpty();
            progress.note(() -> "loss 0.31");
            assertThat(progress.note()).isEqualTo("loss 0.31");
        }
    }

    @Test
    void anInterruptStopsTheJobAndSaysWhatIsKept() {
        try (Progress progress = Progress.of("growing LoRAs", 480)) {
            progress.step(30);
            Thread.currentThread().interrupt();
            assertThatThrownBy(progress::step)
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("stopped: growing LoRAs, 31 of 480 steps done;"
                            + " what was saved is kept, run the same call again to resume");
            assertThat(Thread.interrupted())
                    .as("the interrupt stays, for the caller")
                    .isTrue();
            assertThat(progress.isCancelled()).isTrue();
            assertThatThrownBy(progress::check).isInstanceOf(CancellationException.class);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void cancellingStopsTheWorkersOfOtherThreads() throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(2);
        CountDownLatch running = new CountDownLatch(2);
        try (Progress progress = Progress.of("growing", Long.MAX_VALUE)) {
            Future<?> first = workers.submit(() -> workUntilStopped(progress, running));
            Future<?> second = workers.submit(() -> workUntilStopped(progress, running));
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            progress.cancel();
            for (Future<?> worker : List.of(first, second)) {
                assertThatThrownBy(() -> worker.get(10, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(CancellationException.class);
            }
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void oneInterruptedWorkerStopsTheOthers() throws InterruptedException {
        try (Progress progress = Progress.of("growing", 10)) {
            Thread worker = new Thread(() -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(progress::step).isInstanceOf(CancellationException.class);
            });
            worker.start();
            worker.join();
            assertThatThrownBy(progress::check).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void checkIsQuietWhileTheJobRuns() {
        try (Progress progress = Progress.of("growing", 10)) {
            assertThatCode(progress::check).doesNotThrowAnyException();
            assertThat(progress.isCancelled()).isFalse();
        }
    }

    @Test
    void theTimeLeftComesFromThisRunsOwnPace() throws InterruptedException {
        try (Progress progress = Progress.of("growing", 1_000)) {
            assertThat(progress.left()).as("no step yet").isNull();
            progress.resumed(900);
            assertThat(progress.left()).as("no step of this run yet").isNull();
            Thread.sleep(20);
            progress.step();
            Duration least = progress.elapsed().multipliedBy(99);
            Duration left = progress.left();
            assertThat(left).isBetween(least, progress.elapsed().multipliedBy(99));
            progress.step(99);
            assertThat(progress.left()).isZero();
        }
    }

    @Test
    void aJobOfNoStepsHasNoTimeLeft() {
        try (Progress progress = Progress.of("growing", 0)) {
            assertThat(progress.left()).isZero();
        }
    }

    @Test
    void refusesANegativeTotal() {
        assertThatThrownBy(() -> Progress.of("growing", -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("progress 'growing': expected a total of 0 steps or more, found -1");
    }

    @Test
    void stepsOfAPartAreStepsOfTheWhole() {
        try (Progress jungle = Progress.of("jungle", 10)) {
            try (Progress tree = jungle.part("tree", 4)) {
                tree.resumed(1);
                tree.step(3);
                assertThat(tree.done()).isEqualTo(4);
                assertThat(ProgressView.of(jungle).inner())
                        .extracting(ProgressView::title)
                        .containsExactly("tree");
            }
            assertThat(jungle.done()).isEqualTo(4);
            assertThat(ProgressView.of(jungle).inner()).isEmpty();
        }
    }

    @Test
    void aPartIsStoppedWithTheWholeAndSaysSoInItsName() {
        try (Progress jungle = Progress.of("jungle", 10);
                Progress tree = jungle.part("tree", 4);
                Progress other = jungle.part("other", 6)) {
            tree.cancel();
            assertThatThrownBy(other::step)
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("stopped: jungle, 1 of 10 steps done;");
            assertThat(jungle.isCancelled()).isTrue();
        }
    }

    @Test
    void aJobWithinAnotherIsKnownToIt() throws Exception {
        try (Progress outer = Progress.of("outer", 1)) {
            Callable<Progress> task = () -> Progress.of("inner", 1);
            Progress inner = outer.within(task);
            assertThat(inner.outermost()).isSameAs(outer);
            ExecutorService other = Executors.newSingleThreadExecutor();
            Progress elsewhere = other.submit(task).get();
            Progress worker = other.submit(() -> outer.within(task)).get();
            other.shutdown();
            assertThat(elsewhere.outermost()).isSameAs(elsewhere);
            assertThat(worker.outermost()).isSameAs(outer);
        }
        try (Progress next = Progress.of("next", 1)) {
            assertThat(next.outermost()).isSameAs(next);
        }
    }

    @Test
    void aJobThatAnEarlierCellLeftOpenHoldsNothing() {
        Progress open = Progress.of("left open", 1);
        CellHistory.started(new CellHistory.Cell("cell", ""));
        try (Progress next = Progress.of("next", 1)) {
            assertThat(next.outermost()).isSameAs(next);
        }
        open.close();
    }

    @Test
    void aJobWithinAStoppedOneStopsToo() throws Exception {
        try (Progress outer = Progress.of("outer", 10);
                Progress part = outer.part("part", 4)) {
            String said = part.within(() -> {
                try (Progress inner = Progress.of("inner", 5)) {
                    inner.step();
                    outer.cancel();
                    assertThat(inner.isCancelled()).isTrue();
                    inner.step();
                    return "it went on";
                } catch (CancellationException e) {
                    return e.getMessage();
                }
            });
            assertThat(said).startsWith("stopped: outer, 0 of 10 steps done;");
        }
    }

    @Test
    void aJobGoesOnWhenOneWithinItIsStopped() {
        try (Progress outer = Progress.of("outer", 10)) {
            try (Progress inner = Progress.of("inner", 5)) {
                inner.cancel();
            }
            assertThatCode(outer::step).doesNotThrowAnyException();
        }
    }

    /** A program that leaves a stopped job open can do other work afterwards. */
    @Test
    void aStoppedJobThatIsLeftOpenHoldsNothing() {
        Progress open = Progress.of("left open", 1);
        open.cancel();
        assertThatThrownBy(open::step).isInstanceOf(CancellationException.class);
        assertThat(LongStep.<String>run("next", () -> "done")).isEqualTo("done");
        try (Progress next = Progress.of("next", 1)) {
            assertThat(next.outermost()).isSameAs(next);
        }
        open.close();
    }

    /** It stands at 1 of 1, and is not done. */
    @Test
    void aJobThatIsStoppedInItsLastStepIsStopped() {
        Progress last = Progress.of("last", 1);
        last.cancel();
        assertThatThrownBy(last::step).isInstanceOf(CancellationException.class);
        last.close();
        assertThat(ProgressView.of(last).complete()).isFalse();
        assertThat(ProgressView.of(last).status()).isEqualTo("stopped at 1 of 1");
    }

    @Test
    void percentsAreWholeOnes() {
        try (Progress progress = Progress.of("hundred", 100)) {
            for (int i = 1; i < 100; i++) {
                progress.step();
                assertThat(ProgressView.of(progress).status()).startsWith(i + "/100, " + i + " %");
            }
        }
    }

    private static void workUntilStopped(Progress progress, CountDownLatch running) {
        progress.step();
        running.countDown();
        while (true) {
            progress.step();
        }
    }
}
