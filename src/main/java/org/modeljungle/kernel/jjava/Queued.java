package org.modeljungle.kernel.jjava;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.zeromq.ZMQ;

/** The requests that wait at the kernel's shell socket; used in that socket's thread alone. */
final class Queued {

    private static final long LATE = 20; // milliseconds in which requests that are under way arrive

    private final JupyterConnection connection;
    private final ShellChannel shell;

    Queued(JupyterConnection connection, ShellChannel shell) {
        this.connection = connection;
        this.shell = shell;
    }

    /** Takes all that waits: what arrives later is not meant. */
    List<Message<?>> take() {
        List<Message<?>> waiting = new ArrayList<>();
        read(waiting);
        try {
            Thread.sleep(LATE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        read(waiting);
        return waiting;
    }

    private void read(List<Message<?>> waiting) {
        while ((shell.getEvents() & ZMQ.Poller.POLLIN) != 0) {
            waiting.add(shell.readMessage());
        }
    }

    /** Answers {@code aborted} to cells, as the messaging protocol asks for, and as usual to all else. */
    void abort(List<Message<?>> waiting) {
        waiting.forEach(this::answer);
    }

    private <T> void answer(Message<T> message) {
        MessageType<T> type = message.getHeader().getType();
        ShellReplyEnvironment environment = connection.prepareReplyEnv(shell, message);
        try {
            ShellHandler<T> handler = connection.getHandler(type);
            if (type.equals(MessageType.EXECUTE_REQUEST)) {
                environment.setBusyDeferIdle();
                environment.reply(aborted(message));
            } else if (handler != null) {
                handler.handle(environment, message);
            }
        } finally {
            environment.resolveDeferrals();
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the kernel's own type of a reply knows "ok" and "error" alone
    private static Message<?> aborted(Message<?> request) {
        return new Message(request, MessageType.EXECUTE_REPLY, Map.of("status", "aborted"));
    }
}
