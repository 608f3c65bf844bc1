package org.modeljungle.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Cuts a stream that floods: its beginning is sent as it comes, of what follows the last lines are kept. */
final class LastLines {

    /** Characters that are sent as they come; of what follows, the last lines alone. */
    static final int MOST = 1 << 20;

    /** Lines kept of what follows. */
    static final int LAST = 100;

    private final Deque<String> last = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private long seen;
    private long lines;
    private long cut; // characters of the line so far that are not kept

    /**
     * Takes a text.
     *
     * @return the part of it that is sent as it comes
     */
    String take(String text) {
        int room = (int) Math.max(0, Math.min(text.length(), MOST - seen));
        seen += text.length();
        keep(text.substring(room));
        return text.substring(0, room);
    }

    private void keep(String text) {
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            keepPart(text.substring(start, end));
            last.add(line + (cut == 0 ? "" : String.format(Locale.ROOT, "... %,d more characters", cut)));
            line.setLength(0);
            cut = 0;
            lines++;
            if (last.size() > LAST) {
                last.remove();
            }
            start = end + 1;
        }
        keepPart(text.substring(start));
    }

    private void keepPart(String part) {
        int kept = Math.min(part.length(), Math.max(0, MOST / LAST - line.length()));
        line.append(part, 0, kept);
        cut += part.length() - kept;
    }

    /** What is sent at the end: how many lines are not, and the last ones; empty where all was sent. */
    String end() {
        if (!line.isEmpty()) {
            keep("\n");
        }
        StringBuilder end = new StringBuilder(lines > last.size() ? notice(lines - last.size()) : "");
        last.forEach(text -> end.append(text).append('\n'));
        return end.toString();
    }

    private static String notice(long lost) {
        return String.format(
                Locale.ROOT,
                "%n... %,d lines are not shown here: a cell shows %,d characters and its last %d lines ...%n",
                lost,
                MOST,
                LAST);
    }
}
