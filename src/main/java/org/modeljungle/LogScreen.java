package org.modeljungle;

import java.io.PrintStream;

/** Progress in a file or a pipe: one line a job, at its end. */
final class LogScreen implements Screen {

    private final PrintStream out;

    LogScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public boolean open(String id, ProgressView view) {
        return true;
    }

    @Override
    public void change(String id, ProgressView view) {
        if (view.closed()) {
            out.println(view.line());
        }
    }
}
