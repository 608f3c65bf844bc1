package org.modeljungle;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A single step that takes long and that nothing inside can stop: an eigen-decomposition by a library. It runs in a
 * thread of its own. When it is stopped, the call ends at once; the thread ends with its step, and what it found is
 * thrown away.
 */
public final class LongStep {

    private static final long POLL = 50; // milliseconds

    private LongStep() {}

    /**
     * Runs a step.
     *
     * @param what is being done, as in {@link Progress#of}
     * @param step must not change what others read
     * @throws CancellationException if the calling thread was interrupted, or the job that it works for stopped
     */
    public static <T> T run(String what, Supplier<T> step) {
        FutureTask<T> task = new FutureTask<>(step::get);
        Thread thread = new Thread(task, "jungle-step: " + what);
        thread.setDaemon(true);
        thread.start();
        while (true) {
            checkStopped(what);
            try {
                return task.get(POLL, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // it runs still
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw thrown(e.getCause());
            }
        }
    }

    /**
     * Checks between steps that count none themselves.
     *
     * @param what is being done, as in {@link Progress#of}
     * @throws CancellationException if the calling thread was interrupted, or the job that it works for stopped
     */
    public static void checkStopped(String what) {
        Progress.checkInterrupt(what);
        Progress job = JobStack.innermost();
        if (job != null) {
            job.check();
        }
    }

    private static RuntimeException thrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return (RuntimeException) cause; // a supplier throws no other
    }
}
