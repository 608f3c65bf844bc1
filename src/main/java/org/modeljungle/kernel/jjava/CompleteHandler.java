package org.modeljungle.kernel.jjava;

import java.util.Map;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.reply.CompleteReply;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
import org.modeljungle.kernel.CellHelp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tab, in any statement of a cell.
 *
 * @param kernel what the kernel does by itself
 * @param help what answers instead
 */
record CompleteHandler(ShellHandler<CompleteRequest> kernel, CellHelp help) implements Around<CompleteRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(CompleteHandler.class);

    @Override
    public void handle(ShellReplyEnvironment environment, Message<CompleteRequest> message) {
        CompleteRequest request = message.getContent();
        if (CellHelp.isMagic(request.getCode(), request.getCursorPos())) {
            kernel.handle(environment, message);
            return;
        }
        environment.setBusyDeferIdle();
        CellHelp.Completions found = find(request);
        environment.reply(new CompleteReply(found.matches(), found.start(), found.end(), Map.of()));
    }

    private CellHelp.Completions find(CompleteRequest request) {
        try {
            return help.complete(request.getCode(), request.getCursorPos());
        } catch (Throwable e) { // it would end the kernel's thread
            LOG.debug("Tab found nothing", e);
            return CellHelp.Completions.NONE;
        }
    }
}
