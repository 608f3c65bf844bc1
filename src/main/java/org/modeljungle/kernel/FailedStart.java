package org.modeljungle.kernel;

/**
 * Ends a kernel that cannot start. Jupyter chooses free ports, and one of them may be taken when the kernel binds it a
 * second later. JJava's main method then ends with an error, but its other threads keep the process alive: it does not
 * answer, and Jupyter waits for it forever. A process that ends can be started again.
 */
public final class FailedStart {

    private static final String MAIN_CLASS = "org.dflib.jjava.distro.JJava";

    private FailedStart() {}

    /** From now on an error that ends JJava's main method ends the process. Does nothing on other threads. */
    public static void endsTheProcess() {
        Thread thread = Thread.currentThread();
        StackTraceElement[] calls = thread.getStackTrace();
        if (calls.length > 0 && isMain(calls[calls.length - 1])) {
            thread.setUncaughtExceptionHandler(FailedStart::end);
        }
    }

    /** Tells the error as Java does, and why the process ends. */
    private static void end(Thread thread, Throwable error) {
        try {
            thread.getThreadGroup().uncaughtException(thread, error);
            System.err.println("The kernel could not start, for the reason above. If an address is already in use, "
                    + "another program took the port first: start the kernel again.");
        } finally {
            System.exit(1);
        }
    }

    private static boolean isMain(StackTraceElement outermost) {
        return outermost.getClassName().equals(MAIN_CLASS)
                && outermost.getMethodName().equals("main");
    }
}
