package org.modeljungle.show;

import java.io.PrintStream;

/** Progress bars on a terminal: one line, written over again and again. */
final class ConsoleScreen implements Screen {

    private final PrintStream out;
    private int width;

    ConsoleScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public boolean open(String id, ProgressView view) {
        change(id, view);
        return true;
    }

    @Override
    public synchronized void change(String id, ProgressView view) {
        String line = view.text();
        out.print("\r" + line + " ".repeat(Math.max(0, width - line.length())) + (view.closed() ? "\n" : ""));
        out.flush();
        width = view.closed() ? 0 : line.length();
    }
}
