package org.modeljungle.kernel.jjava;

import java.util.List;
import java.util.UUID;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishDisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishError;
import org.dflib.jjava.jupyter.messages.publish.PublishExecuteInput;
import org.dflib.jjava.jupyter.messages.publish.PublishStream;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.modeljungle.kernel.Calmly;
import org.modeljungle.kernel.CellError;
import org.modeljungle.kernel.CellOutput;
import org.modeljungle.kernel.OutOfMemory;
import org.modeljungle.kernel.Payload;
import org.modeljungle.kernel.Snippets;

/** The way of one cell's messages: what it prints is gathered, and it is noted whether it fails. */
final class CellEnvironment extends ShellReplyEnvironment {

    private final ShellReplyEnvironment outer;
    private final Snippets snippets;
    private final CellOutput output;
    private volatile String error = "";
    private String code = "";
    private int count;

    CellEnvironment(ShellReplyEnvironment outer, Snippets snippets) {
        super((ShellChannel) outer.getShell(), null, outer.getIopub(), outer.getContext());
        this.outer = outer;
        this.snippets = snippets;
        output = new CellOutput(this::send);
    }

    /** From the clock's thread too, so past {@code publish}, which may be told to wait with the next message. */
    private void send(CellOutput.Stream stream, String text) {
        PublishStream.StreamType type =
                stream == CellOutput.Stream.OUT ? PublishStream.StreamType.OUT : PublishStream.StreamType.ERR;
        Message<PublishStream> message =
                new Message<>(getContext(), MessageType.PUBLISH_STREAM, new PublishStream(type, text));
        Calmly.run(() -> getIopub().sendMessage(message));
    }

    /** What stands beside the cell in the notebook; 0 before its code starts. */
    int count() {
        return count;
    }

    /** The name of the error that ended the cell; empty where none did. */
    String error() {
        return error;
    }

    @Override
    public void publish(Message<?> message) {
        if (message.getContent() instanceof PublishStream stream) {
            boolean out = stream.getStreamType() == PublishStream.StreamType.OUT;
            output.write(out ? CellOutput.Stream.OUT : CellOutput.Stream.ERR, stream.getText());
            return;
        }
        if (message.getContent() instanceof PublishExecuteInput input) {
            code = input.getCode();
            count = input.getCount();
        }
        Message<?> sent = message.getContent() instanceof PublishError failure ? readable(message, failure) : message;
        output.flush();
        Calmly.run(() -> super.publish(sent));
    }

    private Message<?> readable(Message<?> message, PublishError failure) {
        error = failure.getErrorName();
        try {
            snippets.note(count, code);
            CellError shown = CellError.of(error, failure.getErrorMessage(), failure.getStacktrace(), snippets::place);
            PublishError content = new PublishError(shown.name(), shown.message(), shown.trace());
            return new Message<>(getContext(), MessageType.PUBLISH_ERROR, content);
        } catch (Throwable e) { // it would end the kernel's thread: the error as the kernel says it
            OutOfMemory.noticed(e);
            return message;
        }
    }

    /** Shows something below the cell. */
    void show(Payload payload) {
        publish(new PublishDisplayData(KernelAdapter.data(UUID.randomUUID().toString(), payload)));
    }

    /** Warns below all that the cell prints. */
    void warn(String text) {
        output.warn(text);
    }

    /** Ends the cell with something that its kernel does not catch. */
    void fail(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        String message = String.valueOf(thrown.getMessage());
        List<String> trace = List.of(thrown.toString());
        publish(new PublishError(name, message, trace));
        replyError(MessageType.EXECUTE_REPLY.error(), new ErrorReply(name, message, trace));
    }

    @Override
    public String readFromStdIn(String prompt, boolean isPassword) {
        output.flush();
        return outer.readFromStdIn(prompt, isPassword);
    }

    @Override
    public void markForShutdown() {
        outer.markForShutdown();
    }

    @Override
    public void resolveDeferrals() {
        snippets.note(count, code);
        output.close();
        super.resolveDeferrals();
    }
}
