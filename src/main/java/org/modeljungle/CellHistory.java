package org.modeljungle;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which cells of the notebook failed or were stopped, and did not go through since: a run with such a part writes no
 * results, for what it goes on with is older than it looks. Outside a notebook there are none. Safe for use by several
 * threads.
 *
 * <p>A cell is known by the name that the front end gives it, also after it was edited. It counts until it goes
 * through, is deleted, or {@link #forget()} is called; the restart of the kernel forgets all. Where the front end gives
 * no names, a cell is known by its text, and an edited one is another: so the start of a run makes its failure count no
 * more.
 */
public final class CellHistory {

    /**
     * A cell.
     *
     * @param name what tells it from others, also after it was edited; empty where the front end gives none
     * @param code its text
     */
    public record Cell(String name, String code) {

        private String key() {
            return name.isEmpty() ? code : name;
        }

        private String firstLine() {
            return code.strip().lines().findFirst().orElse("");
        }
    }

    /**
     * A cell that did not go through.
     *
     * @param cell which
     * @param number what stands beside it in the notebook: {@code [7]}
     * @param error the name of what ended it
     * @param ended when
     */
    public record Failure(Cell cell, int number, String error, Instant ended) {

        private boolean counts(Instant start) {
            return !cell.name.isEmpty() || ended.isAfter(start);
        }

        /** For example: cell [7] 'train();' was stopped. */
        @Override
        public String toString() {
            String how = error.contains("Interrupted") ? "was stopped" : "ended with " + error;
            return String.format(Locale.ROOT, "cell [%d] '%s' %s", number, cell.firstLine(), how);
        }
    }

    private static final Map<String, Failure> FAILURES = new LinkedHashMap<>();

    private CellHistory() {}

    /** Notes that a cell is run, again perhaps. */
    public static synchronized void started(Cell cell) {
        FAILURES.remove(cell.key());
        JobStack.cellStarts();
    }

    /**
     * Notes the end of a cell.
     *
     * @param number what stands beside it in the notebook
     * @param error the name of what ended it; empty where it went through
     */
    public static synchronized void ended(Cell cell, int number, String error) {
        if (!error.isEmpty()) {
            FAILURES.put(cell.key(), new Failure(cell, number, error, Instant.now()));
        }
    }

    /** Notes that cells were deleted: their failures count no more. */
    public static synchronized void deleted(Collection<String> names) {
        FAILURES.keySet().removeAll(names);
    }

    /**
     * Forgets which cells failed, so that results can be written again: for a notebook that uses nothing of what they
     * should have made. It says which those are.
     */
    public static synchronized List<Failure> forget() {
        List<Failure> forgotten = List.copyOf(FAILURES.values());
        FAILURES.clear();
        return forgotten;
    }

    /** Checks that no cell failed that a run which was started then may be a part of. */
    static synchronized void check(Instant start) {
        List<Failure> failures =
                FAILURES.values().stream().filter(one -> one.counts(start)).toList();
        Check.that(
                failures.isEmpty(),
                "results: expected a run whose cells all went through, found that %s; run it again until it goes through,"
                        + " then the cells that use what it makes; where these results need nothing of it, delete it or"
                        + " run CellHistory.forget()",
                failures.stream().map(Failure::toString).collect(Collectors.joining(", ")));
    }
}
