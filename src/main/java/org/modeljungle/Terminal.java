package org.modeljungle;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Whether standard error is a terminal. */
final class Terminal {

    private static final int SECONDS = 5;

    private Terminal() {}

    /**
     * Whether standard error is a terminal, where a line can be written over; false where nothing tells, as on Windows.
     */
    static boolean isStandardError() {
        try {
            Process process = new ProcessBuilder("sh", "-c", "test -t 2")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
