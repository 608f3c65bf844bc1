package org.modeljungle.hub;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.modeljungle.Progress;

/** Says beside a bar of models how many bytes have come. */
final class ByteNote implements Watch {

    private static final long MEGABYTE = 1_000_000; // bytes

    private final Progress progress;
    private final AtomicLong bytes = new AtomicLong();
    private volatile String waiting = "";

    ByteNote(Progress progress) {
        this.progress = progress;
        progress.note(() -> bytes.get() / MEGABYTE + " MB" + waiting);
    }

    @Override
    public void pause(Duration duration) {
        if (duration.toSeconds() > 1) {
            waiting = ", the hub asks to wait " + duration.toSeconds() + " s";
        }
        Watch.super.pause(duration);
        waiting = "";
    }

    @Override
    public void check() {
        progress.check();
    }

    @Override
    public void received(long more) {
        if (more > 0) { // what is fetched a second time has come, too
            bytes.addAndGet(more);
        }
    }
}
