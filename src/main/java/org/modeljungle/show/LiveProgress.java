package org.modeljungle.show;

import java.io.PrintStream;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.modeljungle.Progress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the bar of every job, at most five times a second each. In a notebook it is at work by itself.
 *
 * <p>A job that starts while another one runs gets its bar only once it has run for half a second, so that many short
 * jobs inside a long one leave one bar.
 */
public final class LiveProgress implements Progress.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(LiveProgress.class);
    private static final long PAUSE = 200_000_000L; // nanoseconds between two drawings of a bar
    private static final long PATIENCE = 500_000_000L; // nanoseconds until an inner job gets its bar

    private final Screen screen;
    private final LongSupplier clock; // nanoseconds
    private final Map<Progress, Bar> bars = Collections.synchronizedMap(new WeakHashMap<>());

    LiveProgress(Screen screen, LongSupplier clock) {
        this.screen = screen;
        this.clock = clock;
    }

    /** A listener for programs outside notebooks: {@code Progress.listen(LiveProgress.console(System.err))}. */
    public static LiveProgress console(PrintStream out) {
        return new LiveProgress(new ConsoleScreen(out), System::nanoTime);
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
        boolean inner = !bars.isEmpty();
        bars.put(progress, bar);
        bar.next = clock.getAsLong() + (inner ? PATIENCE : PAUSE);
        bar.open = !inner && screen.open(bar.id, ProgressView.of(progress));
        if (!inner && !bar.open) {
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
