package org.modeljungle.kernel.jjava;

import java.util.Optional;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.reply.InspectReply;
import org.dflib.jjava.jupyter.messages.request.InspectRequest;
import org.modeljungle.help.Page;
import org.modeljungle.kernel.CellHelp;
import org.modeljungle.kernel.Payload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shift-Tab, also in a statement that is not finished.
 *
 * @param kernel what the kernel does by itself
 * @param help what answers instead
 */
record InspectHandler(ShellHandler<InspectRequest> kernel, CellHelp help) implements Around<InspectRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(InspectHandler.class);

    @Override
    public void handle(ShellReplyEnvironment environment, Message<InspectRequest> message) {
        environment.setBusyDeferIdle();
        Optional<Page> found = find(message.getContent());
        DisplayData data = new DisplayData();
        found.ifPresent(page -> {
            data.putData(Payload.HTML, page.html());
            data.putData(Payload.TEXT, page.text());
        });
        environment.reply(new InspectReply(found.isPresent(), data));
    }

    private Optional<Page> find(InspectRequest request) {
        try {
            return help.inspect(request.getCode(), request.getCursorPos());
        } catch (Throwable e) { // it would end the kernel's thread
            LOG.debug("Shift-Tab found nothing", e);
            return Optional.empty();
        }
    }
}
