package org.modeljungle.hub;

import java.time.Duration;
import java.util.function.Supplier;
import org.modeljungle.Seeds;

/** Asks again after what may pass: a bounded number of times, each wait longer than the one before. */
final class Retry {

    private Retry() {}

    /**
     * Runs an attempt until it succeeds.
     *
     * @param what begins the error
     * @throws HubException if too many attempts in a row failed, or the server asks for too long a wait
     */
    static <T> T run(String what, Patience patience, Watch watch, Supplier<T> attempt) {
        Seeds seeds = new Seeds(System.nanoTime()); // clients that failed together shall not come back together
        int failed = 0;
        for (long waits = 0; ; waits++) {
            try {
                return attempt.get();
            } catch (Passing e) {
                failed = e.progressed() ? 1 : failed + 1;
                if (failed >= patience.attempts()) {
                    throw gaveUp(what, failed, e);
                }
                watch.pause(wait(what, patience, failed, e, seeds.split(what, waits)));
            }
        }
    }

    private static Duration wait(String what, Patience patience, int failed, Passing e, Seeds seeds) {
        Duration own = patience.afterFailed(failed);
        double jitter = 0.5 + 0.5 * seeds.random().nextDouble();
        Duration wait = Duration.ofMillis((long) (own.toMillis() * jitter));
        Duration wish = e.wish().orElse(Duration.ZERO);
        if (wish.compareTo(patience.longestWait()) > 0) {
            throw new HubException(
                    "%s: expected an answer, found HTTP %d and the wish to wait %d s, longer than the %d s that are waited"
                                    .formatted(
                                            what,
                                            e.status(),
                                            wish.toSeconds(),
                                            patience.longestWait().toSeconds())
                            + "; run the same call again later: what was fetched is kept",
                    e.status(),
                    HubException.Kind.OTHER);
        }
        return wish.plus(wait);
    }

    private static HubException gaveUp(String what, int failed, Passing e) {
        return new HubException(
                "%s: expected an answer, found %s (%d attempts); run the same call again later: what was fetched is kept"
                        .formatted(what, e.getMessage(), failed),
                e.status(),
                e.answered() ? HubException.Kind.OTHER : HubException.Kind.UNREACHABLE);
    }
}
