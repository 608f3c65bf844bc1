package org.modeljungle;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which cells of the notebook failed or were stopped, and were not run again since: a run with such a part writes no
 * results. Outside a notebook there are none. Safe for use by several threads.
 */
public final class CellHistory {

    /**
     * A cell that did not go through.
     *
     * @param code its first line
     * @param error the name of what ended it
     * @param ended when
     */
    public record Failure(String code, String error, Instant ended) {}

    private static final Map<String, Failure> FAILURES = new LinkedHashMap<>();

    private CellHistory() {}

    /** Notes that a cell is run, again perhaps. */
    public static synchronized void started(String id) {
        FAILURES.remove(id);
        JobStack.cellStarts();
    }

    /**
     * Notes the end of a cell.
     *
     * @param id what tells it from others, also after it was edited
     * @param code its text
     * @param error the name of what ended it; empty where it went through
     */
    public static synchronized void ended(String id, String code, String error) {
        if (!error.isEmpty()) {
            String first = code.strip().lines().findFirst().orElse("");
            FAILURES.put(id, new Failure(first, error, Instant.now()));
        }
    }

    /** A cell that ended without success since then, if there is one. */
    static synchronized Optional<Failure> since(Instant start) {
        return FAILURES.values().stream()
                .filter(failure -> failure.ended().isAfter(start))
                .findFirst();
    }

    /** Forgets all. */
    static synchronized void clear() {
        FAILURES.clear();
    }
}
