package org.modeljungle.kernel;

/**
 * A stop on its way to a cell. A kernel runs a cell statement by statement and forgets a stop that comes between two
 * of them: so a statement that starts meanwhile waits until the stop has reached it.
 */
public final class CellStop {

    private static final long LONGEST = 1_000_000_000; // nanoseconds that a statement waits

    private static volatile boolean underWay;

    private CellStop() {}

    /** Says whether one is under way. */
    public static void underWay(boolean now) {
        underWay = now;
    }

    /**
     * Waits for a stop that is under way.
     *
     * @throws InterruptedException once it is there
     */
    static void await() throws InterruptedException {
        long start = System.nanoTime();
        while (underWay && System.nanoTime() - start < LONGEST) {
            Thread.sleep(1);
        }
    }
}
