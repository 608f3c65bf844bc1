package org.modeljungle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A step counter of one long job, and the point where it can be stopped.
 *
 * <p>Call {@link #step()} once per unit of work, from any thread: it throws {@link CancellationException} once the job
 * was cancelled or the calling thread interrupted (a notebook's stop button). Give the same object to worker threads:
 * when one is stopped, all are. A process that gets SIGTERM stops its jobs, and waits a few seconds for them.
 *
 * <pre>{@code
 * try (Progress progress = Progress.of("growing LoRAs", 480)) {
 *     for (...) { work(); progress.step(); }
 * }
 * }</pre>
 *
 * <p>A plain program reports its jobs to standard error: a line that moves on a terminal, else one line a job, at its
 * end; jobs of less than half a second say nothing. {@link #console} or the system property
 * {@code modeljungle.progress=off} silences it. A notebook shows bars instead.
 */
public final class Progress implements AutoCloseable {

    /** Called at every change of every job that starts after it was added, on the working thread: be quick. */
    @FunctionalInterface
    public interface Listener {
        /** {@code progress} started, moved or closed. */
        void changed(Progress progress);

        /** Whether it shows the jobs to the user, so that the console need not; false unless it says so. */
        default boolean shows() {
            return false;
        }
    }

    /** Made when the first job needs it. */
    private static final class Console {
        static final Listener LISTENER = LiveProgress.console();
    }

    private static final List<Listener> LISTENERS = new CopyOnWriteArrayList<>();
    private static volatile boolean console = !"off".equals(System.getProperty("modeljungle.progress"));

    private final String title;
    private final long total;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong head = new AtomicLong();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final long started = System.nanoTime();
    private final Thread owner = Thread.currentThread();
    private volatile Supplier<String> note = () -> "";
    private volatile boolean closed;

    private Progress(String title, long total) {
        this.title = title;
        this.total = total;
    }

    /**
     * Starts a job.
     *
     * @param title what is being done, as shown to the user: "growing LoRAs"
     * @param total the number of steps, at least 0
     */
    public static Progress of(String title, long total) {
        Check.that(total >= 0, "progress '%s': expected a total of 0 steps or more, found %d", title, total);
        Progress progress = new Progress(title, total);
        OpenJobs.add(progress);
        progress.tell();
        return progress;
    }

    /**
     * Whether jobs are reported to standard error while nothing else shows them. They are from the start, unless the
     * system property {@code modeljungle.progress} is {@code off}.
     */
    public static void console(boolean on) {
        console = on;
    }

    /** Adds a listener for all jobs; {@code show} draws its progress bars from here. */
    public static void listen(Listener listener) {
        LISTENERS.add(listener);
    }

    /** Removes a listener. */
    public static void unlisten(Listener listener) {
        LISTENERS.remove(listener);
    }

    /** Marks one step done. @throws CancellationException if the job was stopped */
    public void step() {
        step(1);
    }

    /** Marks {@code steps} steps done. @throws CancellationException if the job was stopped */
    public void step(long steps) {
        done.addAndGet(steps);
        tell();
        check();
    }

    /** Marks steps that an earlier run did, so that the time left is estimated from this run's own pace. */
    public void resumed(long steps) {
        done.addAndGet(steps);
        head.addAndGet(steps);
        tell();
    }

    /**
     * Sets the text next to the bar, for example the current loss; the supplier is called only when the bar is drawn.
     */
    public void note(Supplier<String> text) {
        note = text;
    }

    /** Throws if the job was stopped; otherwise does nothing. @throws CancellationException if the job was stopped */
    public void check() {
        if (Thread.currentThread().isInterrupted()) {
            cancel();
        }
        if (cancelled.get()) {
            throw new CancellationException("stopped: " + title + ", " + done() + " of " + total
                    + " steps done; what was saved is kept, run the same call again to resume");
        }
    }

    /**
     * Throws if the calling thread was interrupted, for loops that have no job of their own.
     *
     * @param what is being done, as in {@link #of}
     * @throws CancellationException if it was
     */
    public static void checkInterrupt(String what) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("stopped: " + what);
        }
    }

    /** Asks every thread of this job to stop at its next step. */
    public void cancel() {
        cancelled.set(true);
    }

    /** Whether the job was asked to stop. */
    public boolean isCancelled() {
        return cancelled.get();
    }

    /** What is being done. */
    public String title() {
        return title;
    }

    /** The number of steps in all. */
    public long total() {
        return total;
    }

    /** The number of steps done. */
    public long done() {
        return done.get();
    }

    /** The text next to the bar; empty when there is none. */
    public String note() {
        return note.get();
    }

    /** Whether the job ended. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether the thread that started the job is there still. */
    boolean isAlive() {
        return owner.isAlive();
    }

    /** The time since the job started. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    /** The time left at this run's pace; zero at the end, and before the first step {@code null}: not known yet. */
    public Duration left() {
        long own = done.get() - head.get();
        long ahead = Math.max(0, total - done.get());
        if (ahead == 0) {
            return Duration.ZERO;
        }
        return own == 0 ? null : Duration.ofNanos((long) ((double) elapsed().toNanos() / own * ahead));
    }

    /** Ends the job. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            tell();
            OpenJobs.remove(this);
        }
    }

    private void tell() {
        boolean shown = false;
        for (Listener listener : LISTENERS) {
            listener.changed(this);
            shown |= listener.shows();
        }
        if (console && !shown) {
            Console.LISTENER.changed(this);
        }
    }
}
