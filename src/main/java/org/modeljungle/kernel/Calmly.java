package org.modeljungle.kernel;

/** Sends with the thread's stop flag put aside: a socket that an interrupted thread writes to is closed for good. */
public final class Calmly {

    private Calmly() {}

    /** Does it, and then puts the flag back. */
    public static void run(Runnable sending) {
        boolean interrupted = Thread.interrupted();
        try {
            sending.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
