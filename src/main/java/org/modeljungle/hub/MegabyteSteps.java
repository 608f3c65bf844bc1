package org.modeljungle.hub;

import org.modeljungle.Progress;

/** Counts the bytes of a download as steps of a megabyte. */
final class MegabyteSteps implements Watch {

    private static final long MEGABYTE = 1_000_000; // bytes

    private final Progress progress;
    private long bytes;
    private long steps;

    private MegabyteSteps(Progress progress) {
        this.progress = progress;
    }

    /** @param total bytes of all files together */
    static Progress progress(String title, long total) {
        return Progress.of(title + " (MB)", total / MEGABYTE);
    }

    static MegabyteSteps of(Progress progress) {
        return new MegabyteSteps(progress);
    }

    @Override
    public void check() {
        progress.check();
    }

    @Override
    public void received(long more) {
        long due = due(more);
        if (due > 0) {
            progress.step(due);
        }
    }

    @Override
    public void resumed(long more) {
        long due = due(more);
        if (due > 0) {
            progress.resumed(due);
        }
    }

    /** Bytes that are fetched a second time are no further steps. */
    private synchronized long due(long more) {
        bytes += more;
        long due = Math.max(0, bytes / MEGABYTE - steps);
        steps += due;
        return due;
    }
}
