package org.modeljungle.hub;

import java.time.Duration;
import org.modeljungle.Check;

/**
 * How long a hub is waited for, and how often it is asked again. Between two attempts the wait doubles; a server's
 * {@code Retry-After} is honoured up to the longest wait.
 *
 * @param silence how long nothing may arrive before an attempt counts as failed
 * @param attempts how many in a row may fail, 1 or more; a transfer that came far starts the count anew
 * @param firstWait the wait after the first failed attempt
 * @param longestWait the longest wait before another attempt
 */
public record Patience(Duration silence, int attempts, Duration firstWait, Duration longestWait) {

    /**
     * Half a minute of silence, five attempts, waits from one second on; the public hub counts requests in windows of
     * five minutes, which are waited for.
     */
    public static final Patience STANDARD =
            new Patience(Duration.ofSeconds(30), 5, Duration.ofSeconds(1), Duration.ofMinutes(6));

    /** Checks. */
    public Patience {
        Check.that(
                silence.toMillis() > 0 && attempts > 0 && !firstWait.isNegative() && !longestWait.isNegative(),
                "patience: expected a silence above 0, 1 attempt or more and waits of 0 or more, found %s, %d, %s, %s",
                silence,
                attempts,
                firstWait,
                longestWait);
    }

    /** The wait after so many failed attempts, before any jitter. */
    Duration afterFailed(int failed) {
        long millis = firstWait.toMillis() << Math.min(failed - 1, 20);
        return Duration.ofMillis(Math.min(millis, longestWait.toMillis()));
    }
}
