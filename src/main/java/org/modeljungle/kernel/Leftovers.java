package org.modeljungle.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Code that runs on after its cell is over: Java cannot end a thread that does not look whether it should end. */
public final class Leftovers {

    private static final String CELL = "REPL.$JShell$"; // the classes that JShell makes of a cell
    private static final String CALL = "do_it$"; // and the method of each of its statements
    private static final String LIBRARY = "org.modeljungle.";
    private static final long PATIENCE = 300; // milliseconds until what still runs is named
    private static final long STEP = 5_000; // the same for the library's own work, which ends with the step it is at

    private Leftovers() {}

    /**
     * Waits a moment for the stopped cell's code to end; longer where it is in the library, whose work looks at every
     * step whether it should, and on a busy machine a step takes a while.
     *
     * @return what to tell the user; empty where it has ended
     */
    public static Optional<String> afterStop() {
        long start = System.nanoTime();
        Map<Thread, StackTraceElement[]> found = find();
        while (!found.isEmpty() && System.nanoTime() - start < patience(found) * 1_000_000) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            found = find();
        }
        return found.isEmpty() ? Optional.empty() : Optional.of("""
                        The cell is stopped, but its code runs on: %s.
                        Java cannot end it, and it takes processor time from the cells to come: restart the kernel to be rid of it.
                        A loop can be stopped where it sleeps, waits, or calls Thread.interrupted() or progress.step().
                        """.formatted(named(found)));
    }

    private static long patience(Map<Thread, StackTraceElement[]> found) {
        return found.values().stream().anyMatch(Leftovers::isInLibrary) ? STEP : PATIENCE;
    }

    /** The threads that run the statements of cells, each with what it is at. */
    private static Map<Thread, StackTraceElement[]> find() {
        Map<Thread, StackTraceElement[]> found = new HashMap<>(Thread.getAllStackTraces());
        found.values().removeIf(trace -> Arrays.stream(trace).noneMatch(Leftovers::isCell));
        return found;
    }

    private static String named(Map<Thread, StackTraceElement[]> found) {
        return found.entrySet().stream().map(Leftovers::describe).sorted().collect(Collectors.joining("; "));
    }

    private static boolean isInLibrary(StackTraceElement[] trace) {
        return Arrays.stream(trace)
                .takeWhile(frame -> !isCell(frame))
                .anyMatch(frame -> frame.getClassName().startsWith(LIBRARY));
    }

    private static boolean isCell(StackTraceElement frame) {
        return frame.getClassName().startsWith(CELL) && frame.getMethodName().startsWith(CALL);
    }

    private static String describe(Map.Entry<Thread, StackTraceElement[]> entry) {
        StackTraceElement place = entry.getValue()[0];
        return "thread %s, in %s.%s"
                .formatted(
                        entry.getKey().getName(),
                        place.getClassName().replaceFirst("^REPL\\.\\$JShell\\$\\w+", "the cell"),
                        place.getMethodName());
    }
}
