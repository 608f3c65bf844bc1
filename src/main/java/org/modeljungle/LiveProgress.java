package org.modeljungle;

import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the bar of every job on a screen, at most five times a second each. In a notebook and on the console it is at
 * work by itself.
 *
 * <p>A job that starts while another one runs gets its bar only once it has run for half a second, so that many short
 * jobs inside a long one leave one bar. On the console this holds for every job.
 */
public final class LiveProgress implements Progress.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(LiveProgress.class);
    private static final long PAUSE = 200_000_000L; // nanoseconds between two drawings of a bar
    private static final long PATIENCE = 500_000_000L; // nanoseconds until an inner job gets its bar

    private final Screen screen;
    private final LongSupplier clock; // nanoseconds
    private final boolean patient; // with the outermost job too
    private final Map<Progress, Bar> bars = Collections.synchronizedMap(new WeakHashMap<>());

    LiveProgress(Screen screen, LongSupplier clock, boolean patient) {
        this.screen = screen;
        this.clock = clock;
        this.patient = patient;
    }

    /** Draws on a screen: {@code Progress.listen(LiveProgress.on(screen))}. */
    public static LiveProgress on(Screen screen) {
        return new LiveProgress(screen, System::nanoTime, false);
    }

    /** Reports to standard error: a line that moves where that is a terminal, else one line a job. */
    static LiveProgress console() {
        Screen screen = Terminal.isStandardError() ? new ConsoleScreen(System.err) : new LogScreen(System.err);
        return new LiveProgress(screen, System::nanoTime, true);
    }

    /** True: nobody else need report the jobs. */
    @Override
    public boolean shows() {
        return true;
    }

    private static final class Bar {
        final String id = UUID.randomUUID().toString();
        final ReentrantLock lock = new ReentrantLock();
        long next; // when it may be drawn again, on the clock
        boolean open;
        boolean ended;
    }

    @Override
    public void changed(Progress progress) {
        try {
            Bar bar = bars.get(progress);
            if (bar == null && progress.done() == 0 && !progress.isClosed()) {
                start(progress);
            } else if (bar != null && progress.isClosed()) {
                end(bar, progress);
            } else if (bar != null && bar.lock.tryLock()) { // another thread draws it just now
                move(bar, progress);
            }
        } catch (RuntimeException e) {
            bars.remove(progress); // a bar that can't be drawn must not end the job
            LOG.warn("the progress bar of '{}' is not drawn any more", progress.title(), e);
        }
    }

    private void start(Progress progress) {
        Bar bar = new Bar();
        boolean later = patient || !bars.isEmpty();
        bars.put(progress, bar);
        bar.next = clock.getAsLong() + (later ? PATIENCE : PAUSE);
        bar.open = !later && screen.open(bar.id, ProgressView.of(progress));
        if (!later && !bar.open) {
            bars.remove(progress);
        }
    }

    private void move(Bar bar, Progress progress) {
        try {
            long now = clock.getAsLong();
            if (!bar.ended && now - bar.next >= 0) {
                bar.next = now + PAUSE;
                draw(bar, ProgressView.of(progress));
            }
        } finally {
            bar.lock.unlock();
        }
    }

    private void end(Bar bar, Progress progress) {
        bars.remove(progress);
        bar.lock.lock();
        try {
            bar.ended = true;
            if (bar.open) {
                draw(bar, ProgressView.of(progress));
            }
        } finally {
            bar.lock.unlock();
        }
    }

    private void draw(Bar bar, ProgressView view) {
        if (bar.open) {
            screen.change(bar.id, view);
        } else {
            bar.open = screen.open(bar.id, view);
        }
    }
}
