package org.modeljungle.kernel.jjava;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private volatile ShellReplyEnvironment running; // until it is answered
    private volatile ShellReplyEnvironment stoppable; // the same, until its code has ended
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

    /** No cell runs from now on. */
    void kernelEnds() {
        memory.ifPresent(CellMemory::kernelEnds);
    }

    /** The cell whose code runs, or null. */
    ShellReplyEnvironment stoppable() {
        return stoppable;
    }

    /** Whether no cell has run for so many milliseconds. */
    boolean quietFor(long millis) {
        return running == null && System.nanoTime() - ended > millis * 1_000_000;
    }

    @Override
    public void handle(ShellReplyEnvironment environment, Message<ExecuteRequest> message) {
        CellEnvironment cell = new CellEnvironment(environment, snippets);
        String code = message.getContent().getCode();
        CellHistory.Cell known = known(message);
        CellHistory.started(known);
        memory.ifPresent(held -> held.cellStarts(code));
        running = cell;
        try {
            Set<Thread> earlier = run(cell, message);
            memory.flatMap(CellMemory::cellEnded).ifPresent(cell::show);
            if (cell.error().contains("Interrupted")) {
                Leftovers.afterStop(earlier).ifPresent(cell::warn);
            }
        } catch (Throwable e) { // it would end the kernel's thread
            OutOfMemory.noticed(e);
            cell.fail(e);
        } finally {
            ended = System.nanoTime();
            running = null;
            CellHistory.ended(known, cell.count(), cell.error());
            boolean stops = !cell.error().isEmpty() && message.getContent().shouldStopOnError();
            List<Message<?>> waiting = stops ? queued.take() : List.of();
            cell.resolveDeferrals();
            queued.abort(waiting);
        }
    }

    /** Runs it; the threads in which code of earlier cells ran when it started. */
    private Set<Thread> run(CellEnvironment cell, Message<ExecuteRequest> message) {
        stoppable = cell;
        try {
            Set<Thread> earlier = Leftovers.running();
            kernel.handle(cell, message);
            return earlier;
        } finally {
            stoppable = null;
        }
    }

    /** With the name that JupyterLab and others give a cell. They also say which cells were deleted since the last. */
    private static CellHistory.Cell known(Message<ExecuteRequest> message) {
        Map<String, Object> metadata = message.getNonNullMetadata();
        if (metadata.get("deletedCells") instanceof Collection<?> deleted) {
            CellHistory.deleted(deleted.stream().map(String::valueOf).toList());
        }
        String name = Objects.toString(metadata.get("cellId"), "");
        return new CellHistory.Cell(name, message.getContent().getCode());
    }
}
