package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.modeljungle.LiveProgress;
import org.modeljungle.Progress;
import org.modeljungle.ProgressView;

class KernelScreenTest {

    private static final LocalTime NOON = LocalTime.NOON;

    private Progress.Listener listener;

    @AfterEach
    void unlisten() {
        Progress.unlisten(listener);
    }

    @Test
    void aStoppedThreadSendsWithItsFlagPutAside() {
        FakeKernel kernel = new FakeKernel();
        listener = LiveProgress.on(new KernelScreen(kernel));
        Progress.listen(listener);
        assertThatThrownBy(() -> {
                    try (Progress progress = Progress.of("job", 10)) {
                        progress.step(4);
                        Thread.currentThread().interrupt();
                        progress.step();
                    }
                })
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(kernel.sentWhileInterrupted).isFalse();
        assertThat(kernel.texts).containsExactly("job: stopped at 5 of 10", "job: stopped at 5 of 10");
    }

    private static ProgressView view(long done, String note) {
        return new ProgressView(
                "grow <LoRAs>", done, 120, note, Duration.ofSeconds(63), null, false, false, List.of(), List.of());
    }

    @Test
    void htmlIsEscapedAndHasNoScript() {
        assertThat(KernelScreen.html(view(30, "a<b"), NOON))
                .contains("grow &lt;LoRAs&gt;", "width:25.0%", "a&lt;b")
                .doesNotContain("<script", "NaN", "Infinity");
        ProgressView empty =
                new ProgressView("none", 0, 0, "", Duration.ZERO, Duration.ZERO, false, false, List.of(), List.of());
        assertThat(KernelScreen.html(empty, NOON)).doesNotContain("NaN", "Infinity");
    }

    @Test
    void aJobWhoseStepsAreNotKnownHasNoBarWhileItRuns() {
        ProgressView runs = new ProgressView(
                "waiting", 2, 0, "", Duration.ofSeconds(42), Duration.ZERO, false, false, List.of(), List.of());
        assertThat(KernelScreen.html(runs, NOON))
                .contains("waiting", "running 42 s")
                .doesNotContain("width:200px", "%</", "2/0");
        ProgressView ended = new ProgressView(
                "waiting", 2, 0, "", Duration.ofSeconds(42), Duration.ZERO, true, false, List.of(), List.of());
        assertThat(KernelScreen.html(ended, NOON)).contains("width:100.0%", "done in 42 s");
    }

    @Test
    void aRunningBarSaysSinceWhenItIsQuiet() {
        assertThat(KernelScreen.html(view(30, ""), NOON))
                .contains(
                        "visibility:hidden;font-size:0;animation:modeljungle-quiet 0s 20s",
                        "(unchanged since 12:00:00; if you");
    }

    @Test
    void aBarThatEndedDoesNot() {
        ProgressView ended = new ProgressView(
                "job", 3, 3, "", Duration.ofSeconds(1), Duration.ZERO, true, false, List.of(), List.of());
        assertThat(KernelScreen.html(ended, NOON)).contains("done in 1").doesNotContain("unchanged", "<style");
    }

    @Test
    void whatRunsWithinAJobIsDrawnBelowIt() {
        ProgressView outer = new ProgressView(
                "jungle", 1, 4, "", Duration.ofSeconds(63), null, false, false, List.of(), List.of(view(30, "")));
        assertThat(KernelScreen.html(outer, NOON)).contains("jungle", "margin-left", "grow &lt;LoRAs&gt;", "30/120");
    }

    @Test
    void aTrainingsCurvesAreDrawnBelowItsBar() {
        ProgressView.Curve loss = new ProgressView.Curve("<loss>", new double[] {2, 1, .5}, .5, 2);
        ProgressView.Curve flat = new ProgressView.Curve("flat", new double[] {1, 1}, 1, 1);
        ProgressView training = new ProgressView(
                "training", 3, 9, "", Duration.ofSeconds(63), null, false, false, List.of(loss, flat), List.of());
        assertThat(KernelScreen.html(training, NOON))
                .contains("3.0,3.0 100.0,25.7 197.0,37.0", "aria-label=\"&lt;loss&gt; 0.5 (0.5 to 2)\"")
                .doesNotContain("flat", "NaN");
        ProgressView.Curve endless = new ProgressView.Curve(
                "loss", new double[] {2, Double.POSITIVE_INFINITY, 1}, 1, Double.POSITIVE_INFINITY);
        assertThat(LiveCurves.html(List.of(endless))).isEmpty();
    }
}
