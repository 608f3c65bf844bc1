package org.modeljungle.kernel.jjava;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.modeljungle.CellHistory;
import org.modeljungle.kernel.CellMemory;
import org.modeljungle.kernel.Leftovers;
import org.modeljungle.kernel.OutOfMemory;
import org.modeljungle.kernel.Snippets;

/** Runs cells as the kernel does, and keeps those from running that were queued behind one that failed. */
final class CellHandler implements Around<ExecuteRequest> {

    private final ShellHandler<ExecuteRequest> kernel;
    private final Queued queued;
    private final Snippets snippets;
    private final Optional<CellMemory> memory; // empty for a kernel that keeps its JShell elsewhere
    private volatile ShellReplyEnvironment running;
    private volatile long ended = System.nanoTime();

    CellHandler(ShellHandler<ExecuteRequest> kernel, Queued queued, Snippets snippets, Optional<CellMemory> memory) {
        this.kernel = kernel;
        this.queued = queued;
        this.snippets = snippets;
        this.memory = memory;
    }

    @Override
    public ShellHandler<ExecuteRequest> kernel() {
        return kernel;
    }

    /** The cell that runs, or null. */
    ShellReplyEnvironment running() {
        return running;
    }

    /** Whether no cell has run for so many milliseconds. */
    boolean quietFor(long millis) {
        return running == null && System.nanoTime() - ended > millis * 1_000_000;
    }

    @Override
    public void handle(ShellReplyEnvironment environment, Message<ExecuteRequest> message) {
        CellEnvironment cell = new CellEnvironment(environment, snippets);
        String code = message.getContent().getCode();
        String id = id(message, code);
        CellHistory.started(id);
        memory.ifPresent(held -> held.cellStarts(code));
        running = cell;
        try {
            kernel.handle(cell, message);
            memory.flatMap(CellMemory::cellEnded).ifPresent(cell::show);
            if (cell.error().contains("Interrupted")) {
                Leftovers.afterStop().ifPresent(cell::writeToStdErr);
            }
        } catch (Throwable e) { // it would end the kernel's thread
            OutOfMemory.noticed(e);
            cell.fail(e);
        } finally {
            ended = System.nanoTime();
            running = null;
            CellHistory.ended(id, code, cell.error());
            boolean stops = !cell.error().isEmpty() && message.getContent().shouldStopOnError();
            List<Message<?>> waiting = stops ? queued.take() : List.of();
            cell.resolveDeferrals();
            queued.abort(waiting);
        }
    }

    /** The name that JupyterLab and others give a cell; its text where they give none. */
    private static String id(Message<ExecuteRequest> message, String code) {
        Map<String, Object> metadata = message.getNonNullMetadata();
        return Objects.toString(metadata.get("cellId"), code);
    }
}
