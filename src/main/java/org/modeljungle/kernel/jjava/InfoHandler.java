package org.modeljungle.kernel.jjava;

import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.publish.PublishStatus;
import org.dflib.jjava.jupyter.messages.request.KernelInfoRequest;

/**
 * Says that the kernel is idle to a front end that has just come. JupyterLab disregards the statuses around its
 * question about the kernel, and would call the kernel's status unknown until a cell has run; one that answers no
 * question counts.
 *
 * @param kernel what the kernel does by itself
 * @param shell where cells come from: who asks there, while none runs, may hear that the kernel is idle
 */
record InfoHandler(ShellHandler<KernelInfoRequest> kernel, ShellChannel shell) implements Around<KernelInfoRequest> {

    @Override
    public void handle(ShellReplyEnvironment environment, Message<KernelInfoRequest> message) {
        if (environment.getShell() == shell) {
            Header<PublishStatus> header = new Header<>(message, MessageType.PUBLISH_STATUS);
            Message<PublishStatus> idle = new Message<>(header, PublishStatus.IDLE);
            environment.defer(() -> environment.getIopub().sendMessage(idle)); // what is deferred first is sent last
        }
        kernel.handle(environment, message);
    }
}
