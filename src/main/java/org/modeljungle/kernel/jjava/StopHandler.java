package org.modeljungle.kernel.jjava;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.request.InterruptRequest;
import org.modeljungle.kernel.CellStop;

/**
 * The stop button. The kernel runs a cell statement by statement, and forgets a stop that comes between two of them;
 * here it is repeated until the cell's code has ended, and a statement that starts meanwhile waits for it.
 */
final class StopHandler implements Around<InterruptRequest> {

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

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
        ShellReplyEnvironment cell = cells.stoppable();
        CellStop.underWay(cell != null);
        kernel.handle(environment, message);
        if (cell != null) {
            Thread repeat = new Thread(() -> repeat(cell), "stop button");
            repeat.setDaemon(true);
            repeat.start();
        }
    }

    private void repeat(ShellReplyEnvironment cell) {
        long start = System.nanoTime();
        while (cells.stoppable() == cell && System.nanoTime() - start < LONGEST) {
            interrupt.run();
            LockSupport.parkNanos(PAUSE);
        }
        CellStop.underWay(false);
    }
}
