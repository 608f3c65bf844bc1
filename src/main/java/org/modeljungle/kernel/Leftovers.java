package org.modeljungle.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Code of cells that runs on though its cell is over: Java cannot end a thread that does not look whether it should. */
public final class Leftovers {

    private static final String CELL = "REPL.$JShell$"; // the classes that JShell makes of a cell
    private static final String CALL = "do_it$"; // and the method of each of its statements
    private static final long PATIENCE = 300; // milliseconds until what still runs is named

    private Leftovers() {}

    /**
     * Waits a moment for the stopped cell's code to end.
     *
     * @return what to tell the user; empty where it has ended
     */
    public static Optional<String> afterStop() {
        long end = System.nanoTime() + PATIENCE * 1_000_000;
        List<String> found = find();
        while (!found.isEmpty() && System.nanoTime() < end) {
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
                        """.formatted(String.join("; ", found)));
    }

    /** The threads that run the statements of cells, each with the place where it is. */
    static List<String> find() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> Arrays.stream(entry.getValue()).anyMatch(Leftovers::isCell))
                .map(Leftovers::describe)
                .sorted()
                .toList();
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
