package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CommandTest {

    @Test
    void saysWhatAProgramPrints() {
        assertThat(Command.output("sh", "-c", "echo ' two words '")).contains("two words");
        assertThat(Command.output("sh", "-c", "true")).contains("");
        assertThat(Command.output("sh", "-c", "head -c 200000 /dev/zero | tr '\\0' x")) // more than a pipe holds
                .hasValueSatisfying(said -> assertThat(said).hasSize(200_000));
    }

    @Test
    void whatFailsSaysNothing() {
        assertThat(Command.output("sh", "-c", "echo half; exit 3")).isEmpty();
        assertThat(Command.output("modeljungle-has-no-such-program")).isEmpty();
    }

    @Test
    void aProgramThatTakesTooLongIsEnded() {
        Instant start = Instant.now();
        assertThat(Command.output(100, "sh", "-c", "echo early; exec sleep 60")).isEmpty();
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void anInterruptedThreadDoesNotWait() {
        Thread.currentThread().interrupt();
        assertThat(Command.output("sh", "-c", "exec sleep 60")).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
    }
}
