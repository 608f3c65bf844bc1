package org.modeljungle;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;

/** Progress on a terminal: one line, written over again and again; of jobs inside others the innermost has it. */
final class ConsoleScreen implements Screen {

    private static final int WIDEST = 79; // characters; a line that wraps could not be written over

    private final PrintStream out;
    private final Deque<String> open = new ArrayDeque<>(); // the innermost first
    private int width; // of the current line

    ConsoleScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized boolean open(String id, ProgressView view) {
        open.push(id);
        if (!view.closed()) { // whoever opens the bar of a job that has ended changes it at once
            change(id, view);
        }
        return true;
    }

    @Override
    public synchronized void change(String id, ProgressView view) {
        if (!view.closed() && !id.equals(open.peek())) {
            return;
        }
        String whole = view.line();
        String line = whole.substring(0, Math.min(WIDEST, whole.length()));
        out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())) + (view.closed() ? "\n" : ""));
        out.flush();
        width = view.closed() ? 0 : line.length();
        if (view.closed()) {
            open.remove(id);
        }
    }
}
