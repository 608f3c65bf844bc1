package org.modeljungle.show;

/**
 * Progress bars below the cell that runs.
 *
 * <p>A kernel sends output in the name of the cell that runs, from whichever thread, and throws it away between cells. A
 * bar is put up when its job starts, in the thread of its cell, and is changed by its name from then on, so it never
 * shows up under a later cell.
 */
final class KernelScreen implements Screen {

    private final NotebookKernel kernel;

    KernelScreen(NotebookKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public boolean open(String id, ProgressView view) {
        if (!kernel.attached()) {
            return false;
        }
        calmly(() -> kernel.display(id, payload(view)));
        return true;
    }

    @Override
    public void change(String id, ProgressView view) {
        calmly(() -> kernel.update(id, payload(view)));
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
