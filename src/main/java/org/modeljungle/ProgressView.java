package org.modeljungle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a job looks like at one moment.
 *
 * @param title what is being done
 * @param done the number of steps done
 * @param total the number of steps in all; 0 where it is not known
 * @param note a text next to the bar; empty for none
 * @param elapsed the time since its start
 * @param left the time left; null when not known yet
 * @param closed whether it ended
 * @param stopped whether it was stopped, and its thread told so
 * @param curves its numbers over time; none once it ended
 * @param inner what runs within it; short jobs and those that are too many left out
 */
public record ProgressView(
        String title,
        long done,
        long total,
        String note,
        Duration elapsed,
        Duration left,
        boolean closed,
        boolean stopped,
        List<Curve> curves,
        List<ProgressView> inner) {

    /**
     * A number of the job over time.
     *
     * @param name what it shows: "loss"
     * @param values some of the numbers, the first and the latest among them
     * @param lowest of all numbers
     * @param highest of all numbers
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Curve(String name, double[] values, double lowest, double highest) {
        /** The latest number. */
        public double last() {
            return values[values.length - 1];
        }
    }

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int BAR = 20; // characters
    private static final int MOST = 4; // inner jobs of one

    /** Copies the lists. */
    public ProgressView {
        curves = List.copyOf(curves);
        inner = List.copyOf(inner);
    }

    /** What a job looks like now, with all that runs within it. */
    public static ProgressView of(Progress progress) {
        return of(progress, Duration.ZERO);
    }

    /** What a job looks like now, with what has run within it for some time. */
    static ProgressView of(Progress progress, Duration patience) {
        List<ProgressView> inner = progress.isClosed()
                ? List.of()
                : progress.inner().stream()
                        .filter(job -> job.elapsed().compareTo(patience) >= 0)
                        .limit(MOST)
                        .map(job -> of(job, patience))
                        .toList();
        return new ProgressView(
                progress.title(),
                progress.done(),
                progress.total(),
                progress.note(),
                progress.elapsed(),
                progress.left(),
                progress.isClosed(),
                progress.wasStopped(),
                progress.isClosed() ? List.of() : progress.curves(),
                inner);
    }

    /** Whether all its steps are done, and it was not stopped in the last one. */
    public boolean complete() {
        return done >= total && !stopped;
    }

    /** Whether it has a bar: it has none while it runs and the number of its steps is not known. */
    public boolean hasBar() {
        return closed || total > 0;
    }

    /** The part that is done, 0 to 1; of a job whose number of steps is not known, all once it is complete. */
    public double fraction() {
        return total > 0 ? Math.min(1.0, (double) done / total) : closed && complete() ? 1 : 0;
    }

    /**
     * How far, how fast, how long: "30/120, 25 %, 4.2/s, 2 min 10 s left", or how it ended; where the number of steps
     * is not known: "running 42 s".
     */
    public String status() {
        List<String> parts = new ArrayList<>(closed ? List.of(ending()) : running());
        if (!note.isEmpty()) {
            parts.add(note);
        }
        return String.join(", ", parts);
    }

    private String ending() {
        if (complete()) {
            return "done in " + Durations.text(elapsed);
        }
        return total > 0 ? "stopped at " + done + " of " + total : "stopped after " + Durations.text(elapsed);
    }

    private List<String> running() {
        if (total == 0) {
            return List.of("running " + Durations.text(elapsed));
        }
        List<String> parts = new ArrayList<>(List.of(done + "/" + total, percent() + " %"));
        parts.addAll(pace());
        return parts;
    }

    private long percent() {
        return done >= total ? 100 : 100 * done / total;
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

    /** The title, a bar of characters while it runs, and the status; what runs within it in lines of its own. */
    public String text() {
        int full = (int) (BAR * fraction());
        String bar = " [" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
        StringBuilder text = new StringBuilder(title + (closed || !hasBar() ? ": " : bar) + status());
        inner.forEach(job -> text.append('\n').append(job.text().indent(2).stripTrailing()));
        return text.toString();
    }

    /**
     * All in one line: the title and the status, of the first innermost job where there is one. What would move the
     * cursor of a terminal is a space: names in it may be anyone's.
     */
    String line() {
        String steps = total > 0 ? " " + done + "/" + total : "";
        String all = inner.isEmpty()
                ? title + ": " + status()
                : title + steps + " > " + inner.get(0).line();
        return CONTROL.matcher(all).replaceAll(" ");
    }
}
