package org.modeljungle.kernel;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What one cell prints, gathered: it is sent every tenth of a second and in its order, so that ten thousand lines are a
 * dozen messages. Where a stream floods, its beginning and its last lines are sent, and how many lines, or characters
 * of a long line, are not; the other stream is not cut for that. Safe for use by several threads.
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

    private static final int MILLIS = 100;
    private static final Executor LATER = CompletableFuture.delayedExecutor(
            MILLIS, TimeUnit.MILLISECONDS, Executors.newSingleThreadExecutor(CellOutput::thread));

    private final Sender sender;
    private final List<Text> waiting = new ArrayList<>();
    private final Map<Stream, LastLines> cut =
            new EnumMap<>(Map.of(Stream.OUT, new LastLines(), Stream.ERR, new LastLines()));
    private String warning = "";
    private boolean scheduled;
    private boolean closed;

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
        add(stream, cut.get(stream).take(text));
        if (!scheduled && !waiting.isEmpty()) {
            scheduled = true;
            LATER.execute(this::flush);
        }
    }

    /** Takes a warning of the library's own: it is sent at the cell's end, however much the cell prints. */
    public synchronized void warn(String text) {
        warning += text;
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

    /** Sends what waits. */
    public synchronized void flush() {
        scheduled = false;
        for (Text text : waiting) {
            sender.send(text.stream, text.text.toString());
        }
        waiting.clear();
    }

    /** Sends what waits, the last lines of what was too much, and the warnings. */
    public synchronized void close() {
        if (closed) {
            return;
        }
        cut.forEach((stream, lines) -> add(stream, lines.end()));
        add(Stream.ERR, warning);
        closed = true;
        flush();
    }
}
