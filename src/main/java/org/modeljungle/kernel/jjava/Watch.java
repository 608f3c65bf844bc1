package org.modeljungle.kernel.jjava;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.Loop;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.modeljungle.kernel.CellHelp;
import org.modeljungle.kernel.CellMemory;
import org.modeljungle.kernel.KernelShell;
import org.modeljungle.kernel.Snippets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts {@link CellHandler}, {@link StopHandler} and others between a kernel and its connection. A kernel keeps its
 * connection to itself: it is found through the thread that reads from its shell socket.
 */
final class Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final int TRIES = 6000;
    private static final long MILLIS = 10;
    private static final int DEPTH = 4;

    private static final List<MessageType<?>> WATCHED = List.of(
            MessageType.EXECUTE_REQUEST,
            MessageType.INTERRUPT_REQUEST,
            MessageType.KERNEL_INFO_REQUEST,
            MessageType.COMPLETE_REQUEST,
            MessageType.INSPECT_REQUEST);

    private Watch() {}

    /**
     * Starts at once where the kernel is connected, else as soon as it is. In a version of the kernel that has changed
     * too much, cells run as the kernel alone runs them.
     */
    static void start(BaseKernel kernel, CellMemory.Answer held) {
        if (tried(kernel, held)) {
            return;
        }
        Thread waiting = new Thread(() -> whenConnected(kernel, held), "waiting for the kernel's connection");
        waiting.setDaemon(true);
        waiting.start();
    }

    private static void whenConnected(BaseKernel kernel, CellMemory.Answer held) {
        try {
            for (int i = 0; i < TRIES && !tried(kernel, held); i++) {
                Thread.sleep(MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the connection was there, so that there is no more to wait for. */
    private static boolean tried(BaseKernel kernel, CellMemory.Answer held) {
        try {
            Optional<ShellChannel> shell = shell();
            shell.ifPresent(found -> between(kernel, found, held));
            return shell.isPresent();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("cells run as the kernel alone runs them: {}", e.toString());
            return true;
        }
    }

    private static synchronized void between(BaseKernel kernel, ShellChannel shell, CellMemory.Answer held) {
        JupyterConnection connection = (JupyterConnection) value(shell, "connection");
        ShellHandler<ExecuteRequest> cells = connection.getHandler(MessageType.EXECUTE_REQUEST);
        if (cells instanceof CellHandler) {
            return;
        }
        Optional<CellMemory> memory = KernelShell.of(kernel).map(jshell -> new CellMemory(kernel, jshell, held));
        CellHandler watched = new CellHandler(cells, new Queued(connection, shell), new Snippets(kernel), memory);
        connection.setHandler(MessageType.EXECUTE_REQUEST, watched);
        around(connection, MessageType.INTERRUPT_REQUEST, stop -> new StopHandler(stop, kernel::interrupt, watched));
        around(connection, MessageType.KERNEL_INFO_REQUEST, info -> new InfoHandler(info, shell));
        KernelShell.of(kernel).map(CellHelp::new).ifPresent(help -> {
            around(connection, MessageType.COMPLETE_REQUEST, tab -> new CompleteHandler(tab, help));
            around(connection, MessageType.INSPECT_REQUEST, shiftTab -> new InspectHandler(shiftTab, help));
            WarmUp.start((Loop) value(shell, "ioloop"), shell, watched, help);
        });
    }

    private static <T> void around(
            JupyterConnection connection, MessageType<T> type, UnaryOperator<ShellHandler<T>> handler) {
        connection.setHandler(type, handler.apply(connection.getHandler(type)));
    }

    /** Leaves a kernel that is about to end as it was, but for its threads, which end. */
    static synchronized void end() {
        shell().ifPresent(shell -> {
            JupyterConnection connection = (JupyterConnection) value(shell, "connection");
            if (connection.getHandler(MessageType.EXECUTE_REQUEST) instanceof CellHandler cells) {
                cells.kernelEnds();
            }
            WATCHED.forEach(type -> leave(connection, type));
        });
    }

    private static <T> void leave(JupyterConnection connection, MessageType<T> type) {
        if (connection.getHandler(type) instanceof Around<T> around) {
            connection.setHandler(type, around.kernel());
        }
    }

    /** The shell socket, once its thread runs. */
    private static Optional<ShellChannel> shell() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Loop.class::isInstance)
                .flatMap(loop -> find(loop, DEPTH).stream())
                .filter(shell -> Boolean.FALSE.equals(value(shell, "isControl")))
                .findFirst();
    }

    /** The socket that an object holds, itself or through what it holds: a thread's task is a lambda of the socket. */
    private static Optional<ShellChannel> find(Object within, int depth) {
        if (within instanceof ShellChannel shell) {
            return Optional.of(shell);
        }
        String kind = within.getClass().getName();
        if (depth == 0 || !kind.startsWith(Loop.class.getPackageName())) {
            return Optional.empty();
        }
        for (Field field : within.getClass().getDeclaredFields()) {
            Object held = value(within, field.getName());
            Optional<ShellChannel> found = held == null ? Optional.empty() : find(held, depth - 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Object value(Object of, String field) {
        try {
            Field found = of.getClass().getDeclaredField(field);
            found.setAccessible(true);
            return found.get(of);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException("this version of the kernel has no " + of.getClass() + "." + field, e);
        }
    }
}
