package org.modeljungle;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the bar of every job on a screen, at most five times a second each; jobs within others are drawn below those.
 * In a notebook and on the console it is at work by itself.
 *
 * <p>A job gets its bar only once it has run for a second in a notebook, for half a second on the console, whether it
 * has made a step by then or not: short jobs leave nothing behind, unless they are stopped.
 */
public final class LiveProgress implements Progress.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(LiveProgress.class);
    private static final long PAUSE = 200_000_000L; // nanoseconds between two drawings of a bar
    private static final long SECOND = 1_000_000_000L;

    private final Screen screen;
    private final LongSupplier clock; // nanoseconds
    private final long patience; // nanoseconds until a job gets its bar
    private final Executor later; // does something once that time is over
    private final Map<Progress, Bar> bars = Collections.synchronizedMap(new WeakHashMap<>());

    LiveProgress(Screen screen, LongSupplier clock, long patience, Executor later) {
        this.screen = screen;
        this.clock = clock;
        this.patience = patience;
        this.later = later;
    }

    private static LiveProgress on(Screen screen, long patience) {
        Executor later = CompletableFuture.delayedExecutor(patience, TimeUnit.NANOSECONDS);
        return new LiveProgress(screen, System::nanoTime, patience, later);
    }

    /** Draws in a notebook: {@code Progress.listen(LiveProgress.on(screen))}. */
    public static LiveProgress on(Screen screen) {
        return on(screen, SECOND);
    }

    /** Reports to standard error: a line that moves where that is a terminal, else one line a job. */
    static LiveProgress console() {
        return on(Terminal.isStandardError() ? new ConsoleScreen(System.err) : new LogScreen(System.err), SECOND / 2);
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
        boolean due; // it was time to draw it, just as its job ended
        boolean open;
        boolean ended;
    }

    @Override
    public void changed(Progress changed) {
        Progress progress = changed.outermost();
        guarded(progress, () -> {
            Bar bar = bars.get(progress);
            if (bar == null && progress.done() == 0 && changed == progress && !progress.isClosed()) {
                start(progress);
            } else if (bar != null && changed == progress && progress.isClosed()) {
                end(bar, progress);
            } else if (bar != null) {
                move(bar, progress);
            }
        });
    }

    private void guarded(Progress progress, Runnable drawing) {
        try {
            drawing.run();
        } catch (RuntimeException e) {
            bars.remove(progress); // a bar that can't be drawn must not end the job
            LOG.warn("the progress bar of '{}' is not drawn any more", progress.title(), e);
        }
    }

    private void start(Progress progress) {
        Bar bar = new Bar();
        bar.next = clock.getAsLong() + patience;
        bars.put(progress, bar);
        later.execute(() -> wake(progress)); // its first step may be long
    }

    private void wake(Progress progress) {
        guarded(progress, () -> {
            Bar bar = bars.get(progress);
            if (bar != null) {
                move(bar, progress);
            }
        });
    }

    /** Draws a bar, unless another thread does just now; its end is drawn by the thread that ends the job. */
    private void move(Bar bar, Progress progress) {
        if (!bar.lock.tryLock()) {
            return;
        }
        try {
            long now = clock.getAsLong();
            if (!bar.ended && now - bar.next >= 0) {
                bar.next = now + PAUSE;
                ProgressView view = ProgressView.of(progress, Duration.ofNanos(patience));
                bar.due = view.closed();
                if (!bar.due) {
                    draw(bar, view);
                }
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
            if (bar.open || bar.due || progress.isCancelled()) {
                draw(bar, ProgressView.of(progress, Duration.ofNanos(patience)));
            }
        } finally {
            bar.lock.unlock();
        }
    }

    private void draw(Bar bar, ProgressView view) {
        boolean isNew = !bar.open;
        bar.open = bar.open || screen.open(bar.id, view);
        if (bar.open && (!isNew || view.closed())) {
            screen.change(bar.id, view);
        }
    }
}
