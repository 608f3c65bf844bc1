package org.modeljungle;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The running jobs. When the process gets SIGTERM, it stops them first and waits a few seconds for them: an
 * operation of the engine that runs on while C's exit handlers free memory ends in a crash.
 */
final class OpenJobs {

    private static final long PATIENCE = 5_000_000_000L; // nanoseconds that an ending process waits at most
    private static final long PAUSE = 10; // milliseconds between two looks

    private static final Set<Progress> JOBS =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private static volatile boolean ending;

    static {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(OpenJobs::end, "jungle-stops-jobs"));
        } catch (IllegalStateException e) {
            ending = true; // the first job of a process that is ending already
        }
    }

    private OpenJobs() {}

    static void add(Progress job) {
        JOBS.add(job);
        if (ending) {
            job.cancel();
        }
    }

    static void remove(Progress job) {
        JOBS.remove(job);
    }

    private static void end() {
        ending = true;
        long deadline = System.nanoTime() + PATIENCE;
        while (!stopped() && System.nanoTime() < deadline) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Asks all jobs to stop; whether none is left. A job whose thread is gone was never closed, and does nothing. */
    private static boolean stopped() {
        List<Progress> jobs;
        synchronized (JOBS) {
            jobs = List.copyOf(JOBS);
        }
        List<Progress> alive = jobs.stream().filter(Progress::isAlive).toList();
        alive.forEach(Progress::cancel);
        return alive.isEmpty();
    }
}
