package org.modeljungle.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.modeljungle.Check;
import org.modeljungle.Progress;

/**
 * Threads that each run native operations on one thread of their own: on a CPU, several of them beat one job that
 * spreads over all cores. Those that read files alone start no engine.
 */
public final class Workers implements AutoCloseable {

    private static final int ON_GPU = 2;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static volatile int limit; // of cores; 0 for none

    private final ExecutorService pool;
    private final int count;

    private Workers(int count, Runnable start) {
        this.count = count;
        pool = Executors.newFixedThreadPool(count, task -> thread(start, task));
    }

    /** As many workers as the machine has cores, or as {@link #useCores} says: for work that no GPU does. */
    public static Workers perCore() {
        return of(cores());
    }

    /**
     * As many workers as keep the device busy: those of {@link #perCore}; on a GPU, which does one thing after the
     * other, two, so that one prepares while the other computes.
     */
    public static Workers forDevice() {
        return of(countForDevice());
    }

    /** How many {@link #forDevice} has. */
    public static int countForDevice() {
        return count(Torch.isOnGpu(), cores());
    }

    static int count(boolean gpu, int cores) {
        return gpu ? Math.min(ON_GPU, cores) : cores;
    }

    /**
     * From now on no more than this many cores are used where work is spread over all: to leave some to others.
     *
     * @param most 0 for all of the machine again
     */
    public static void useCores(int most) {
        Check.that(most >= 0, "workers: expected 0 cores, for all, or more, found %d", most);
        limit = most;
    }

    /** How many cores work is spread over. */
    public static int cores() {
        int all = Runtime.getRuntime().availableProcessors();
        return limit == 0 ? all : Math.min(limit, all);
    }

    /**
     * Workers that read files: they start no engine, and must not compute with it.
     *
     * @param most how many at most; no more than {@link #perCore} has
     */
    public static Workers readers(int most) {
        Check.that(most > 0, "workers: expected 1 or more, found %d", most);
        return new Workers(Math.min(most, cores()), () -> {});
    }

    /** {@code count} workers, at least 1. */
    public static Workers of(int count) {
        Check.that(count > 0, "workers: expected 1 or more, found %d", count);
        return new Workers(count, () -> Torch.threads(1));
    }

    /** The number of workers. */
    public int count() {
        return count;
    }

    /**
     * Runs all tasks and returns their results in the tasks' order. When one fails, or this thread is interrupted, the
     * job is cancelled through its progress and this call returns only after the running tasks have stopped: nothing
     * runs on in the background.
     *
     * @throws CancellationException if the job was stopped
     */
    public <T> List<T> run(Progress progress, List<? extends Callable<T>> tasks) {
        progress.check(); // tasks that are over before they are waited for must not hide an earlier stop
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> task : tasks) {
            futures.add(pool.submit(() -> run(progress, task)));
        }
        Throwable failure = null;
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(get(future, progress));
            } catch (RuntimeException | Error e) {
                failure = worse(failure, e);
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
        progress.check(); // nor a stop during the last ones
        return results;
    }

    /** A task that fails stops the others at once, also while this call waits for an earlier one. */
    private static <T> T run(Progress progress, Callable<T> task) throws Exception {
        try {
            progress.check();
            return progress.within(task);
        } catch (Throwable e) {
            progress.cancel();
            throw e;
        }
    }

    /** Ends the threads once their tasks are done. */
    @Override
    public void close() {
        pool.shutdown();
    }

    /** An error outweighs the cancellations that it causes in other tasks. */
    private static Throwable worse(Throwable known, Throwable next) {
        return known == null || known instanceof CancellationException ? next : known;
    }

    private static <T> T get(Future<T> future, Progress progress) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get(1, TimeUnit.DAYS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    progress.cancel(); // the workers stop at their next step; wait for them
                } catch (java.util.concurrent.TimeoutException e) {
                    // a very long task: go on waiting
                }
            }
        } catch (ExecutionException e) {
            throw unwrap(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrap(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    private static Thread thread(Runnable start, Runnable task) {
        Thread thread = new Thread(
                () -> {
                    start.run();
                    task.run();
                },
                "jungle-worker-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public String toString() {
        return count + " workers";
    }
}
