package org.modeljungle.kernel;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Code that runs on after its cell is over: Java cannot end a thread that does not look whether it should end. It may
 * be the cell's own thread, or one that the cell has started.
 */
public final class Leftovers {

    private static final String CELL = "REPL.$JShell$"; // the classes that JShell makes of a cell
    private static final String STATEMENT = "do_it$"; // and the method of each of its statements
    private static final String LAMBDA = "lambda$";
    private static final String LIBRARY = "org.modeljungle.";
    private static final long PATIENCE = 300; // milliseconds until what still runs is named
    private static final long STEP = 5_000; // the same for the library's own work, which ends with the step it is at

    private Leftovers() {}

    /** The threads in which code of some cell runs. */
    public static Set<Thread> running() {
        return find(Set.of()).keySet();
    }

    /**
     * Waits a moment for the stopped cell's code to end; longer where it is in the library, whose work looks at every
     * step whether it should, and on a busy machine a step takes a while.
     *
     * @param earlier threads in which code of earlier cells ran when the cell started
     * @return what to tell the user; empty where it has ended
     */
    public static Optional<String> afterStop(Set<Thread> earlier) {
        long start = System.nanoTime();
        Map<Thread, StackTraceElement[]> found = find(earlier);
        while (!found.isEmpty() && System.nanoTime() - start < patience(found) * 1_000_000) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            found = find(earlier);
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

    /** The other threads that run code of cells, each with what it is at. */
    private static Map<Thread, StackTraceElement[]> find(Set<Thread> known) {
        Map<Thread, StackTraceElement[]> found = new HashMap<>(Thread.getAllStackTraces());
        found.keySet().removeAll(known);
        found.values().removeIf(trace -> Arrays.stream(trace).noneMatch(Leftovers::isCell));
        return found;
    }

    private static String named(Map<Thread, StackTraceElement[]> found) {
        return found.entrySet().stream().map(Leftovers::describe).sorted().collect(Collectors.joining("; "));
    }

    /** Up to the cell's statement, where there is one: below it the library stands once more, which runs the cell. */
    private static boolean isInLibrary(StackTraceElement[] trace) {
        return Arrays.stream(trace)
                .takeWhile(frame -> !isCell(frame) || !frame.getMethodName().startsWith(STATEMENT))
                .anyMatch(frame -> frame.getClassName().startsWith(LIBRARY));
    }

    private static boolean isCell(StackTraceElement frame) {
        return frame.getClassName().startsWith(CELL);
    }

    private static String describe(Map.Entry<Thread, StackTraceElement[]> entry) {
        return "thread " + entry.getKey().getName() + ", in " + place(entry.getValue()[0]);
    }

    private static String place(StackTraceElement frame) {
        String method = frame.getMethodName();
        if (isCell(frame) && method.startsWith(STATEMENT)) {
            return "the cell";
        }
        return isCell(frame) && method.startsWith(LAMBDA)
                ? "a lambda of the cell"
                : frame.getClassName().replaceFirst("^REPL\\.\\$JShell\\$\\w+", "the cell") + "." + method;
    }
}
