package org.modeljungle.hub;

import java.time.Duration;
import org.modeljungle.Progress;

/** Who waits for the hub: it can be stopped at any moment, and may count the bytes that arrive. */
@FunctionalInterface
interface Watch {

    /** How often a stop is looked for while nothing arrives, in milliseconds. */
    long POLL = 50;

    /**
     * Looks for a stop.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    void check();

    /** Notes bytes that arrived; below 0 for such that were thrown away. */
    default void received(long bytes) {}

    /** Notes bytes that an earlier run had fetched. */
    default void resumed(long bytes) {}

    /** A short request, which only the notebook's stop button ends. */
    static Watch of(String what) {
        return () -> Progress.checkInterrupt(what);
    }

    /**
     * Waits.
     *
     * @throws java.util.concurrent.CancellationException if stopped meanwhile
     */
    default void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        check();
        for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
            try {
                Thread.sleep(Math.min(POLL, left / 1_000_000 + 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            check();
        }
    }
}
