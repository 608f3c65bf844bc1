package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveProgressTest {

    /** Notes every drawing: "+title done" for a new bar, "title done" for a change. */
    private static final class Notes implements Screen {
        final List<String> drawn = new ArrayList<>();
        boolean attached = true;

        @Override
        public synchronized boolean open(String id, ProgressView view) {
            if (attached) {
                drawn.add("+" + view.title() + " " + view.done());
            }
            return attached;
        }

        @Override
        public synchronized void change(String id, ProgressView view) {
            drawn.add(view.title() + " " + view.done() + (view.closed() ? " end" : ""));
        }
    }

    private final Notes notes = new Notes();
    private long millis;
    private Progress.Listener listener;

    private final List<Runnable> later = new ArrayList<>();

    private void listen(Screen screen) {
        listener = new LiveProgress(screen, () -> millis * 1_000_000, 500_000_000, later::add);
        Progress.listen(listener);
    }

    @AfterEach
    void unlisten() {
        Progress.unlisten(listener);
    }

    @Test
    void drawsAfterHalfASecondFiveTimesASecondAndAtTheEnd() {
        listen(notes);
        try (Progress progress = Progress.of("job", 100)) {
            for (int i = 0; i < 100; i++) {
                millis += 10;
                progress.step();
            }
        }
        assertThat(notes.drawn).containsExactly("+job 50", "job 70", "job 90", "job 100 end");
    }

    @Test
    void jobsGetABarOnlyWhenTheyTakeTime() {
        listen(notes);
        try (Progress quick = Progress.of("quick", 1)) {
            quick.step();
        }
        try (Progress slow = Progress.of("slow", 2)) {
            millis += 600;
            slow.step();
        }
        assertThat(notes.drawn).containsExactly("+slow 1", "slow 1 end");
    }

    @Test
    void theEndIsDrawnByTheThreadThatEndsTheJob() {
        Progress.Listener early = job -> {
            if (job.isClosed()) {
                later.forEach(Runnable::run); // as another thread may, between the end and its drawing
                assertThat(notes.drawn).isEmpty();
            }
        };
        Progress.listen(early);
        try {
            listen(notes);
            try (Progress progress = Progress.of("job", 4)) {
                progress.step();
                millis += 600;
            }
        } finally {
            Progress.unlisten(early);
        }
        assertThat(notes.drawn).containsExactly("+job 1", "job 1 end");
    }

    @Test
    void jobsWithinAnotherHaveNoBarOfTheirOwnAndLeaveNothing() {
        listen(notes);
        try (Progress outer = Progress.of("outer", 2)) {
            millis += 600;
            for (int i = 0; i < 2; i++) {
                try (Progress inner = Progress.of("inner", 5)) {
                    millis += 600;
                    inner.step();
                }
                outer.step();
            }
        }
        assertThat(notes.drawn)
                .allMatch(line -> line.contains("outer"))
                .hasSizeBetween(3, 5)
                .endsWith("outer 2 end");
    }

    @Test
    void aJobWhoseFirstStepIsLongGetsABarAllTheSame() {
        listen(notes);
        try (Progress progress = Progress.of("job", 2)) {
            later.forEach(Runnable::run);
            assertThat(notes.drawn).isEmpty();
            millis += 500;
            later.forEach(Runnable::run);
            assertThat(notes.drawn).containsExactly("+job 0");
            progress.step(2);
        }
        later.forEach(Runnable::run);
        assertThat(notes.drawn).containsExactly("+job 0", "job 2 end");
    }

    @Test
    void aShortJobThatIsStoppedSaysSo() {
        listen(notes);
        try (Progress progress = Progress.of("job", 2)) {
            progress.cancel();
        }
        assertThat(notes.drawn).containsExactly("+job 0", "job 0 end");
    }

    @Test
    void stepsOfManyThreadsAllCount() throws InterruptedException {
        listen(notes);
        try (Progress progress = Progress.of("job", 2_000)) {
            List<Thread> workers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                workers.add(new Thread(() -> {
                    for (int k = 0; k < 500; k++) {
                        progress.step();
                    }
                }));
            }
            workers.forEach(Thread::start);
            for (Thread worker : workers) {
                worker.join();
            }
            millis += 500;
            progress.step(0);
        }
        assertThat(notes.drawn).containsExactly("+job 2000", "job 2000 end");
    }

    @Test
    void lateStepsDrawNothing() {
        listen(notes);
        Progress progress = Progress.of("job", 3);
        millis += 1_000;
        progress.step();
        progress.close();
        millis += 1_000;
        progress.step();
        assertThat(notes.drawn).containsExactly("+job 1", "job 1 end");
    }

    @Test
    void withoutACellNothingIsDrawn() {
        notes.attached = false;
        listen(notes);
        try (Progress progress = Progress.of("job", 1)) {
            millis += 1_000;
            progress.step();
        }
        assertThat(notes.drawn).isEmpty();
    }

    @Test
    void aScreenThatFailsDoesNotEndTheJob() {
        listen(new Screen() {
            @Override
            public boolean open(String id, ProgressView view) {
                return true;
            }

            @Override
            public void change(String id, ProgressView view) {
                throw new IllegalStateException("socket closed");
            }
        });
        try (Progress progress = Progress.of("job", 2)) {
            millis += 1_000;
            progress.step();
            progress.step();
            assertThat(progress.done()).isEqualTo(2);
        }
    }

    private static ProgressView view(long done, String note, Duration left, boolean closed) {
        return new ProgressView(
                "grow <LoRAs>", done, 120, note, Duration.ofSeconds(63), left, closed, false, List.of(), List.of());
    }

    @Test
    void saysHowFarHowFastHowLong() {
        assertThat(view(30, "loss 0.12", Duration.ofSeconds(130), false).text())
                .isEqualTo("grow <LoRAs> [#####---------------] 30/120, 25 %, 1.4 s each, 2 min 10 s left, loss 0.12");
        assertThat(view(30, "", Duration.ofSeconds(2), false).status()).isEqualTo("30/120, 25 %, 45/s, 2.0 s left");
        assertThat(view(0, "", null, false).status()).isEqualTo("0/120, 0 %");
    }

    @Test
    void saysHowItEnded() {
        assertThat(view(120, "", Duration.ZERO, true).text()).isEqualTo("grow <LoRAs>: done in 1 min 3 s");
        assertThat(view(30, "", null, true).text()).isEqualTo("grow <LoRAs>: stopped at 30 of 120");
    }

    private static ProgressView endless(boolean closed, boolean stopped, ProgressView... inner) {
        return new ProgressView(
                "waiting", 3, 0, "", Duration.ofSeconds(63), Duration.ZERO, closed, stopped, List.of(), List.of(inner));
    }

    @Test
    void aJobWhoseStepsAreNotKnownSaysHowLongItRuns() {
        assertThat(endless(false, false).text()).isEqualTo("waiting: running 1 min 3 s");
        assertThat(endless(false, false).fraction()).isZero();
        assertThat(endless(true, false).text()).isEqualTo("waiting: done in 1 min 3 s");
        assertThat(endless(true, false).fraction()).isOne();
        assertThat(endless(true, true).text()).isEqualTo("waiting: stopped after 1 min 3 s");
        assertThat(endless(false, false, view(30, "", null, false)).line())
                .isEqualTo("waiting > grow <LoRAs>: 30/120, 25 %");
    }

    @Test
    void timesReadAsPeopleSayThem() {
        assertThat(Durations.text(Duration.ofMillis(420))).isEqualTo("0.4 s");
        assertThat(Durations.text(Duration.ofMillis(9_960))).isEqualTo("10 s");
        assertThat(Durations.text(Duration.ofSeconds(42))).isEqualTo("42 s");
        assertThat(Durations.text(Duration.ofSeconds(130))).isEqualTo("2 min 10 s");
        assertThat(Durations.text(Duration.ofMinutes(2))).isEqualTo("2 min");
        assertThat(Durations.text(Duration.ofMinutes(185))).isEqualTo("3 h 5 min");
        assertThat(Durations.text(Duration.ofHours(52))).isEqualTo("2 d 4 h");
    }

    @Test
    void theConsoleKeepsOneLineWhichTheInnermostJobHas() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ConsoleScreen console = new ConsoleScreen(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        console.open("1", view(30, "", null, false));
        console.open("2", view(1, "", null, false));
        console.change("1", view(31, "", null, false));
        console.change("2", view(120, "", Duration.ZERO, true));
        console.change("1", view(32, "", null, false));
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("\rgrow <LoRAs>: 30/120, 25 %" + "\rgrow <LoRAs>: 1/120, 0 %  "
                        + "\rgrow <LoRAs>: done in 1 min 3 s\n" + "\rgrow <LoRAs>: 32/120, 26 %");
    }

    @Test
    void aShortJobThatIsStoppedSaysSoOnTheConsoleOnce() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        listen(new ConsoleScreen(new PrintStream(bytes, true, StandardCharsets.UTF_8)));
        try (Progress progress = Progress.of("job", 2)) {
            progress.cancel();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\rjob: stopped at 0 of 2\n");
    }

    @Test
    void aNameInALineMovesNoCursor() {
        ProgressView view = new ProgressView(
                "reading a\nb\u001B[2J", 1, 2, "", Duration.ofSeconds(3), null, false, false, List.of(), List.of());
        assertThat(view.line()).isEqualTo("reading a b [2J: 1/2, 50 %");
    }

    @Test
    void aLineOfTheConsoleNeverWraps() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ConsoleScreen console = new ConsoleScreen(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        console.open("1", view(30, "a note of some length ".repeat(9), null, false));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).hasSize(1 + 79);
    }

    @Test
    void aLogHasOneLineForAJob() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LogScreen log = new LogScreen(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(log.open("1", view(0, "", null, false))).isTrue();
        log.change(
                "1",
                new ProgressView("grow", 30, 120, "", Duration.ofSeconds(5), null, false, false, List.of(), List.of()));
        log.change("1", view(120, "", Duration.ZERO, true));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).containsExactly("grow <LoRAs>: done in 1 min 3 s");
    }

    @Test
    void aLogTellsOfALongJobOnceAMinute() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LogScreen log = new LogScreen(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        ProgressView inner = view(30, "", Duration.ofSeconds(130), false);
        for (int second = 0; second < 180; second++) {
            Duration elapsed = Duration.ofSeconds(second);
            log.change(
                    "1", new ProgressView("jungle", 1, 4, "", elapsed, null, false, false, List.of(), List.of(inner)));
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactlyElementsOf(
                        Collections.nCopies(2, "jungle 1/4 > grow <LoRAs>: 30/120, 25 %, 1.4 s each, 2 min 10 s left"));
    }

    @Test
    void whatRunsWithinAJobStandsBelowIt() {
        ProgressView model =
                new ProgressView("stack 3", 5, 10, "", Duration.ofSeconds(5), null, false, false, List.of(), List.of());
        ProgressView tree = new ProgressView(
                "tree", 2, 4, "", Duration.ofSeconds(9), null, false, false, List.of(), List.of(model));
        ProgressView jungle = new ProgressView(
                "jungle", 1, 4, "", Duration.ofSeconds(9), null, false, false, List.of(), List.of(tree));
        assertThat(jungle.text().lines())
                .containsExactly(
                        "jungle [#####---------------] 1/4, 25 %",
                        "  tree [##########----------] 2/4, 50 %", "    stack 3 [##########----------] 5/10, 50 %");
    }
}
