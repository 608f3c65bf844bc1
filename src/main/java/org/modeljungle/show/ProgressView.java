package org.modeljungle.show;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Progress;

/**
 * What a job looks like at one moment.
 *
 * @param note a text beside the bar; empty for none
 * @param left the time left; null when not known yet
 */
record ProgressView(String title, long done, long total, String note, Duration elapsed, Duration left, boolean closed) {

    private static final int BAR = 20; // characters

    static ProgressView of(Progress progress) {
        return new ProgressView(
                progress.title(),
                progress.done(),
                progress.total(),
                progress.note(),
                progress.elapsed(),
                progress.left(),
                progress.isClosed());
    }

    boolean complete() {
        return done >= total;
    }

    /** The part that is done, 0 to 1. */
    double part() {
        return total == 0 ? 1 : Math.min(1.0, (double) done / total);
    }

    /** How far, how fast, how long: "30/120, 25 %, 4.2/s, 2 min 10 s left", or how it ended. */
    String status() {
        List<String> parts = new ArrayList<>();
        if (closed) {
            parts.add(complete() ? "done in " + Durations.text(elapsed) : "stopped at " + done + " of " + total);
        } else {
            parts.add(done + "/" + total);
            parts.add((int) (100 * part()) + " %");
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
        String speed = rate >= 10 ? Html.format("%.0f/s", rate) : Html.format("%.1f/s", rate);
        String slow = Durations.text(Duration.ofNanos((long) (1e9 / rate))) + " each";
        return List.of(rate < 1 ? slow : speed, Durations.text(left) + " left");
    }

    String text() {
        int full = (int) (BAR * part());
        String bar = "[" + "#".repeat(full) + "-".repeat(BAR - full) + "] ";
        return title + (closed ? ": " : " " + bar) + status();
    }

    String html() {
        String color = !closed ? "#0072B2" : complete() ? "#009E73" : "#D55E00";
        return Html.format(
                "<div style=\"%s;display:flex;align-items:center;gap:10px;flex-wrap:wrap\">"
                        + "<span style=\"font-weight:600\">%s</span>"
                        + "<span style=\"display:inline-block;width:200px;height:8px;border-radius:4px;"
                        + "background:rgba(128,128,128,.3);overflow:hidden\">"
                        + "<span style=\"display:block;height:8px;width:%.1f%%;background:%s\"></span></span>"
                        + "<span style=\"font-variant-numeric:tabular-nums\">%s</span></div>",
                Html.FONT, Html.escape(title), 100 * part(), color, Html.escape(status()));
    }
}
