package org.modeljungle.kernel.jjava;

import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.request.InterruptRequest;

/**
 * The stop button. The kernel runs a cell statement by statement, and forgets a stop that comes between two of them;
 * here it is repeated until the cell has ended.
 */
final class StopHandler implements Around<InterruptRequest> {

    private static final long SECONDS = 10;

    private final ShellHandler<InterruptRequest> kernel;
    private final Runnable interrupt;
    private final CellHandler cells;

    StopHandler(ShellHandler<InterruptRequest> kernel, Runnable interrupt, CellHandler cells) {
        this.kernel = kernel;
        this.interrupt = interrupt;
        this.cells = cells;
    }

    @Override
    public ShellHandler<InterruptRequest> kernel() {
        return kernel;
    }

    @Override
    public void handle(ShellReplyEnvironment environment, Message<InterruptRequest> message) {
        ShellReplyEnvironment cell = cells.running();
        kernel.handle(environment, message);
        if (cell != null) {
            Thread repeat = new Thread(() -> repeat(cell), "stop button");
            repeat.setDaemon(true);
            repeat.start();
        }
    }

    /** Without a pause: a short statement can be stopped for some microseconds only. */
    private void repeat(ShellReplyEnvironment cell) {
        long end = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (cells.running() == cell && System.nanoTime() < end) {
            interrupt.run();
            Thread.onSpinWait();
        }
    }
}
