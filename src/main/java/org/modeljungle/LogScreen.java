package org.modeljungle;

import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Progress in a file or a pipe: one line a job, at its end; of long jobs a line every minute, too. */
final class LogScreen implements Screen {

    private final PrintStream out;
    private final Map<String, Long> minutes = new ConcurrentHashMap<>(); // that were told of, by job

    LogScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public boolean open(String id, ProgressView view) {
        return true;
    }

    @Override
    public void change(String id, ProgressView view) {
        long now = view.elapsed().toMinutes();
        if (view.closed()) {
            minutes.remove(id);
            out.println(view.line());
        } else if (now > minutes.getOrDefault(id, 0L)) {
            minutes.put(id, now);
            out.println(view.line());
        }
    }
}
