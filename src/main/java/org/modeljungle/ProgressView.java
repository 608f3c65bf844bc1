package org.modeljungle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a job looks like at one moment.
 *
 * @param title what is being done
 * @param done the number of steps done
 * @param total the number of steps in all
 * @param note a text next to the bar; empty for none
 * @param elapsed the time since its start
 * @param left the time left; null when not known yet
 * @param closed whether it ended
 */
public record ProgressView(
        String title, long done, long total, String note, Duration elapsed, Duration left, boolean closed) {

    private static final int BAR = 20; // characters

    /** What a job looks like now. */
    public static ProgressView of(Progress progress) {
        return new ProgressView(
                progress.title(),
                progress.done(),
                progress.total(),
                progress.note(),
                progress.elapsed(),
                progress.left(),
                progress.isClosed());
    }

    /** Whether all its steps are done. */
    public boolean complete() {
        return done >= total;
    }

    /** The part that is done, 0 to 1. */
    public double fraction() {
        return total == 0 ? 1 : Math.min(1.0, (double) done / total);
    }

    /** How far, how fast, how long: "30/120, 25 %, 4.2/s, 2 min 10 s left", or how it ended. */
    public String status() {
        List<String> parts = new ArrayList<>();
        if (closed) {
            parts.add(complete() ? "done in " + Durations.text(elapsed) : "stopped at " + done + " of " + total);
        } else {
            parts.add(done + "/" + total);
            parts.add((int) (100 * fraction()) + " %");
            parts.addAll(pace());
        }
        if (!note.isEmpty()) {
            parts.add(note);
        }
        return String.join(", ", parts);
    }

    /** Speed and time left, both from this run's own steps; nothing before its first. */
    private List<String> pace() {
        if (left == null || left.isZero()) {
            return List.of();
        }
        double rate = (total - done) / (left.toNanos() / 1e9); // steps per second
        String speed = String.format(Locale.ROOT, rate >= 10 ? "%.0f/s" : "%.1f/s", rate);
        String slow = Durations.text(Duration.ofNanos((long) (1e9 / rate))) + " each";
        return List.of(rate < 1 ? slow : speed, Durations.text(left) + " left");
    }

    /** The title, a bar of characters while it runs, and the status. */
    public String text() {
        int full = (int) (BAR * fraction());
        String bar = "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
        return closed ? line() : title + " " + bar + status();
    }

    /** The title and the status. */
    String line() {
        return title + ": " + status();
    }
}
