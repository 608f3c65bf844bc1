package org.modeljungle.kernel.jjava;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.channels.Loop;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.modeljungle.kernel.CellHelp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zeromq.ZMQ;

/**
 * Makes the first Tab fast: asks JShell in advance, in the cells' thread, a little at a time and only while no cell
 * runs or waits.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final long QUIET = 300; // milliseconds without a cell
    private static final long BUDGET = 50; // milliseconds after which the cells' thread looks for messages again
    private static final long PATIENCE = 10; // seconds

    private final Loop loop;
    private final ShellChannel shell;
    private final CellHandler cells;
    private final CellHelp help;
    private Deque<Runnable> steps; // known once a step has run

    private WarmUp(Loop loop, ShellChannel shell, CellHandler cells, CellHelp help) {
        this.loop = loop;
        this.shell = shell;
        this.cells = cells;
        this.help = help;
    }

    static void start(Loop loop, ShellChannel shell, CellHandler cells, CellHelp help) {
        WarmUp warmUp = new WarmUp(loop, shell, cells, help);
        Thread thread = new Thread(warmUp::run, "warming up completion");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            boolean more = true;
            while (more && loop.isAlive()) {
                Thread.sleep(cells.quietFor(QUIET) ? 1 : QUIET);
                more = !cells.quietFor(QUIET) || runSome();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is more. */
    private boolean runSome() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        loop.doNext(() -> {
            try {
                ask();
            } catch (Throwable e) { // it would end the kernel's thread
                LOG.debug("completion was not warmed up", e);
                steps = new ArrayDeque<>();
            } finally {
                done.countDown();
            }
        });
        return !done.await(PATIENCE, TimeUnit.SECONDS) || !steps.isEmpty();
    }

    private void ask() {
        if (steps == null) {
            steps = new ArrayDeque<>(help.warmUps());
        }
        long end = System.nanoTime() + BUDGET * 1_000_000;
        while (!steps.isEmpty() && System.nanoTime() < end && (shell.getEvents() & ZMQ.Poller.POLLIN) == 0) {
            steps.poll().run();
        }
    }
}
