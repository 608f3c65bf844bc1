package org.modeljungle.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.modeljungle.Progress;

/** Several requests at a time. */
final class Parallel {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Parallel() {}

    /**
     * Does the same with each item, in threads of its own. When one fails, or this thread is interrupted, the job is
     * cancelled; the call returns only when nothing of it runs any more.
     *
     * @throws CancellationException if the job was stopped
     */
    static <T> void forEach(Progress progress, int threads, List<T> items, Consumer<T> work) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, items.size())), task -> {
            Thread thread = new Thread(task, "jungle-hub-" + NUMBER.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Boolean>> running = new ArrayList<>();
            for (T item : items) {
                running.add(pool.submit(() -> progress.within(() -> {
                    progress.check();
                    work.accept(item);
                    return true;
                })));
            }
            waitFor(running, progress);
        } finally {
            pool.shutdown();
        }
    }

    private static void waitFor(List<Future<Boolean>> running, Progress progress) {
        boolean interrupted = false;
        Throwable failure = null;
        for (Future<Boolean> one : running) {
            for (boolean over = false; !over; ) {
                try {
                    one.get();
                    over = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                    progress.cancel(); // the threads look for it many times a second
                } catch (ExecutionException e) {
                    progress.cancel();
                    failure = failure == null || failure instanceof CancellationException ? e.getCause() : failure;
                    over = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw failure instanceof RuntimeException own ? own : new IllegalStateException(failure);
        }
        progress.check(); // a stop during the last ones is no success
    }
}
