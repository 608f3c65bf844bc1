package org.modeljungle.hub;

import java.time.Duration;
import java.util.Optional;

/** Something went wrong that may be over at the next attempt. */
final class Passing extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final boolean progressed;
    private final boolean answered;
    private final Duration wish; // null for none

    private Passing(String found, int status, boolean progressed, boolean answered, Duration wish) {
        super(found, null, false, false);
        this.status = status;
        this.progressed = progressed;
        this.answered = answered;
        this.wish = wish;
    }

    /** @param found completes "expected ..., found" */
    static Passing of(String found) {
        return new Passing(found, 0, false, true, null);
    }

    /** No answer at all. */
    static Passing silent(String found) {
        return new Passing(found, 0, false, false, null);
    }

    /** A transfer that broke off; one that had come far starts the count of attempts anew. */
    static Passing cut(String found, boolean progressed) {
        return new Passing(found, 0, progressed, true, null);
    }

    /** @param wish how long the server asks to wait */
    static Passing status(int status, Optional<Duration> wish) {
        return new Passing("HTTP " + status, status, false, true, wish.orElse(null));
    }

    int status() {
        return status;
    }

    boolean progressed() {
        return progressed;
    }

    boolean answered() {
        return answered;
    }

    Optional<Duration> wish() {
        return Optional.ofNullable(wish);
    }
}
