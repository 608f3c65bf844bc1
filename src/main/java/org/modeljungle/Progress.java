package org.modeljungle;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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
 * when one is stopped, all are, with the jobs that run within this one. A process that gets SIGTERM stops its jobs, and
 * waits a few seconds for them.
 *
 * <pre>{@code
 * try (Progress progress = Progress.of("growing LoRAs", 480)) {
 *     for (...) { work(); progress.step(); }
 * }
 * }</pre>
 *
 * <p>A job that starts while its thread works for another one is shown below that one, and leaves nothing behind. Parts
 * of a job, whose steps are steps of the job as well, come from {@link #part}; {@link #within} tells worker threads
 * which job they work for.
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
    private final int cell = JobStack.cell();
    private final Progress outer; // the job that it runs within; null for none
    private final Progress whole; // the job that its steps count for as well; null for none
    private final List<Progress> inner = new CopyOnWriteArrayList<>(); // what runs within it now
    private volatile Supplier<String> note = () -> "";
    private final Map<String, LiveCurve> curves = new LinkedHashMap<>(); // guarded by itself
    private volatile boolean closed;
    private volatile boolean over; // the stop has been told to whoever does the job

    private Progress(String title, long total, Progress outer, Progress whole) {
        this.title = title;
        this.total = total;
        this.outer = outer;
        this.whole = whole;
    }

    /**
     * Starts a job.
     *
     * @param title what is being done, as shown to the user: "growing LoRAs"
     * @param total the number of steps, at least 0; of 0, only how long it runs is shown
     */
    public static Progress of(String title, long total) {
        Progress progress = start(title, total, JobStack.innermost(), null);
        OpenJobs.add(progress);
        progress.tell();
        return progress;
    }

    private static Progress start(String title, long total, Progress outer, Progress whole) {
        Check.that(total >= 0, "progress '%s': expected a total of 0 steps or more, found %d", title, total);
        Progress progress = new Progress(title, total, outer, whole);
        if (outer != null) {
            outer.inner.add(progress);
        }
        JobStack.enter(progress);
        return progress;
    }

    /**
     * Starts a part of this job: one tree of a jungle, one model of a tree. Its steps are steps of this job as well,
     * and it is stopped together with this job.
     *
     * @param title what the part is, as shown below this job
     * @param total the number of its steps, at least 0
     */
    public Progress part(String title, long total) {
        Progress part = start(title, total, this, this);
        part.tell();
        return part;
    }

    /** Runs a task in a thread that works for this job: jobs that it starts are shown below this one. */
    public <T> T within(Callable<T> task) throws Exception {
        return JobStack.within(this, task);
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

    /**
     * Marks one step done.
     *
     * @throws CancellationException if the job was stopped
     */
    public void step() {
        step(1);
    }

    /**
     * Marks {@code steps} steps done.
     *
     * @throws CancellationException if the job was stopped
     */
    public void step(long steps) {
        advance(steps);
        check();
    }

    private void advance(long steps) {
        done.addAndGet(steps);
        tell();
        if (whole != null) {
            whole.advance(steps);
        }
    }

    /** Marks steps that an earlier run did, so that the time left is estimated from this run's own pace. */
    public void resumed(long steps) {
        done.addAndGet(steps);
        head.addAndGet(steps);
        tell();
        if (whole != null) {
            whole.resumed(steps);
        }
    }

    /**
     * Sets the text next to the bar, for example the current loss; the supplier is called only when the bar is drawn.
     */
    public void note(Supplier<String> text) {
        note = text;
    }

    /**
     * Adds a point to a curve that a notebook draws below the bar while the job runs: a training's loss after each
     * epoch.
     *
     * @param curve what it shows; the first point of a name starts its curve
     * @param value NaN and infinities are left out
     */
    public void point(String curve, double value) {
        if (Double.isFinite(value)) {
            synchronized (curves) {
                curves.computeIfAbsent(curve, LiveCurve::new).add(value);
            }
        }
    }

    /** The curves as they are now, in the order of their first points. */
    List<ProgressView.Curve> curves() {
        synchronized (curves) {
            return curves.values().stream().map(LiveCurve::view).toList();
        }
    }

    /**
     * Throws if the job was stopped, or one that it runs within; otherwise does nothing.
     *
     * @throws CancellationException if the job was stopped
     */
    public void check() {
        if (Thread.currentThread().isInterrupted()) {
            cancel();
        }
        Progress job = stopped();
        if (job != null) {
            job.over |= Thread.currentThread() == job.owner;
            throw new CancellationException("stopped: " + job.title + ", " + job.done() + " of " + job.total
                    + " steps done; what was saved is kept, run the same call again to resume");
        }
    }

    /** The innermost of this job and those that it runs within which was asked to stop, or null. */
    private Progress stopped() {
        Progress job = whole();
        while (job != null && !job.cancelled.get()) {
            job = job.outer == null ? null : job.outer.whole();
        }
        return job;
    }

    /** The job that this is a part of, or itself. */
    private Progress whole() {
        Progress job = this;
        while (job.whole != null) {
            job = job.whole;
        }
        return job;
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

    /** Asks every thread of this job to stop at its next step; of a part, every thread of the whole job. */
    public void cancel() {
        whole().cancelled.set(true);
    }

    /** Whether the job was asked to stop, or one that it runs within. */
    public boolean isCancelled() {
        return stopped() != null;
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

    /** Whether it was stopped and its thread has been told so. */
    boolean wasStopped() {
        return over;
    }

    /** Whether it ended, or was stopped and its thread has been told: what starts from here on is not part of it. */
    boolean isOver() {
        return closed || whole().over;
    }

    /** The job that it runs within, or null. */
    Progress outer() {
        return outer;
    }

    /** The outermost of the jobs that it runs within, or itself. */
    Progress outermost() {
        Progress job = this;
        while (job.outer != null) {
            job = job.outer;
        }
        return job;
    }

    /** What runs within it now, in the order of their starts. */
    List<Progress> inner() {
        return inner;
    }

    /** The number of the notebook's cell that started it. */
    int cell() {
        return cell;
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
            if (outer != null) {
                outer.inner.remove(this);
            }
            JobStack.leave(this);
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

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %,d of %,d", title, done.get(), total);
    }
}
