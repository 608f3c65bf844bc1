package org.modeljungle.show;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Progress bars below the cell that runs.
 *
 * <p>A kernel sends output in the name of the cell that runs, from whichever thread, and throws it away between cells. So
 * a bar is put up when its job starts, in the thread of its cell, and keeps its way back to that cell.
 */
final class KernelScreen implements Screen {

    private final NotebookKernel kernel;
    private final Map<String, Consumer<Payload>> open = new ConcurrentHashMap<>();

    KernelScreen(NotebookKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public boolean open(String id, ProgressView view) {
        if (!kernel.attached()) {
            return false;
        }
        calmly(() -> open.put(id, kernel.display(id, payload(view))));
        return true;
    }

    @Override
    public void change(String id, ProgressView view) {
        Consumer<Payload> bar = view.closed() ? open.remove(id) : open.get(id);
        calmly(() -> bar.accept(payload(view)));
    }

    private static Payload payload(ProgressView view) {
        return Payload.html(view.html(), view.text());
    }

    /** Sends with the thread's stop flag put aside: a socket that an interrupted thread writes to is closed for good. */
    private static void calmly(Runnable sending) {
        boolean interrupted = Thread.interrupted();
        try {
            sending.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
