package org.modeljungle;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Which job each thread works for: a job that starts within another's is shown with it. */
final class JobStack {

    private static final ThreadLocal<Progress> INNERMOST = new ThreadLocal<>();
    private static final AtomicInteger CELL = new AtomicInteger();

    private JobStack() {}

    /** The innermost running job of this thread, or null. One that an earlier cell of a notebook left open is none. */
    static Progress innermost() {
        Progress job = INNERMOST.get();
        while (job != null && job.isOver()) {
            job = job.outer();
        }
        return job == null || job.cell() == cell() ? job : null;
    }

    /** Makes it this thread's innermost job, until it is closed. */
    static void enter(Progress job) {
        INNERMOST.set(job);
    }

    /** Makes what it runs within this thread's innermost job again. */
    static void leave(Progress job) {
        if (INNERMOST.get() == job) {
            INNERMOST.set(innermost());
        }
    }

    /** Runs a task in a thread that works for a job which another thread has started. */
    static <T> T within(Progress job, Callable<T> task) throws Exception {
        Progress before = INNERMOST.get();
        INNERMOST.set(job);
        try {
            return task.call();
        } finally {
            INNERMOST.set(before);
        }
    }

    /** The number of the cell that runs; in plain Java always the same. */
    static int cell() {
        return CELL.get();
    }

    /** Notes that a cell starts. */
    static void cellStarts() {
        CELL.incrementAndGet();
    }
}
