package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LongStepTest {

    private final AtomicBoolean over = new AtomicBoolean();

    /** Never looks whether it should stop. */
    private int busy() {
        while (!over.get()) {
            Thread.onSpinWait();
        }
        return 1;
    }

    @Test
    void givesWhatTheStepFound() {
        assertThat(LongStep.run("adding", () -> 1 + 1)).isEqualTo(2);
    }

    @Test
    void anErrorOfTheStepIsTheCallers() {
        assertThatThrownBy(() -> LongStep.run("failing", () -> {
                    throw new IllegalArgumentException("bad rows");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bad rows");
    }

    @Test
    void anInterruptEndsTheCallAtOnce() {
        Instant start = Instant.now();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> LongStep.run("decomposing", this::busy))
                .isInstanceOf(CancellationException.class)
                .hasMessage("stopped: decomposing");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        over.set(true);
    }

    @Test
    void soDoesTheJobThatTheThreadWorksFor() {
        try (Progress job = Progress.of("training", 3)) {
            assertThatThrownBy(() -> LongStep.run("decomposing", () -> {
                        job.cancel();
                        return busy();
                    }))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("stopped: training, 0 of 3 steps done");
        }
        over.set(true);
    }
}
