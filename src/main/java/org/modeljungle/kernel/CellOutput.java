package org.modeljungle.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What one cell prints, gathered: it is sent every tenth of a second and in its order, so that ten thousand lines are a
 * dozen messages. Where it floods, its beginning and its last lines are sent, and how many lines, or characters of a
 * long line, are not. Safe for use by several threads.
 */
public final class CellOutput {

    /** Where a text was printed. */
    public enum Stream {
        /** Standard output. */
        OUT,
        /** Standard error. */
        ERR
    }

    /** What takes the gathered texts. */
    @FunctionalInterface
    public interface Sender {
        /** Sends a text. */
        void send(Stream stream, String text);
    }

    private record Text(Stream stream, StringBuilder text) {}

    /** Characters that are sent as they come; of what follows, the last lines alone. */
    static final int MOST = 1 << 20;

    /** Lines kept of what follows. */
    static final int LAST = 100;

    private static final int MILLIS = 100;
    private static final Executor LATER = CompletableFuture.delayedExecutor(
            MILLIS, TimeUnit.MILLISECONDS, Executors.newSingleThreadExecutor(CellOutput::thread));

    private final Sender sender;
    private final List<Text> waiting = new ArrayList<>();
    private final Deque<String> last = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private boolean scheduled;
    private boolean closed;
    private long seen;
    private long lines;
    private long cut; // characters of the line so far that are not kept

    /** Output that goes to {@code sender}, from several threads one after another. */
    public CellOutput(Sender sender) {
        this.sender = sender;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "cell output");
        thread.setDaemon(true);
        return thread;
    }

    /** Takes a text; of a closed cell it is lost. */
    public synchronized void write(Stream stream, String text) {
        if (closed) {
            return;
        }
        int room = (int) Math.max(0, Math.min(text.length(), MOST - seen));
        seen += text.length();
        add(stream, text.substring(0, room));
        keep(text.substring(room));
        if (!scheduled && !waiting.isEmpty()) {
            scheduled = true;
            LATER.execute(this::flush);
        }
    }

    private static String notice(long lost) {
        return String.format(
                Locale.ROOT,
                "%n... %,d lines are not shown here: a cell shows %,d characters and its last %d lines ...%n",
                lost,
                MOST,
                LAST);
    }

    private void add(Stream stream, String text) {
        if (text.isEmpty()) {
            return;
        }
        if (waiting.isEmpty() || waiting.get(waiting.size() - 1).stream != stream) {
            waiting.add(new Text(stream, new StringBuilder()));
        }
        waiting.get(waiting.size() - 1).text.append(text);
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

    /** Sends what waits. */
    public synchronized void flush() {
        scheduled = false;
        for (Text text : waiting) {
            sender.send(text.stream, text.text.toString());
        }
        waiting.clear();
    }

    /** Sends what waits, and the last lines of what was too much. */
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (seen > MOST) {
            if (!line.isEmpty()) {
                keep("\n");
            }
            if (lines > last.size()) {
                add(Stream.OUT, notice(lines - last.size()));
            }
            last.forEach(text -> add(Stream.OUT, text + "\n"));
        }
        closed = true;
        flush();
    }
}
