package org.modeljungle.kernel.jjava;

import org.dflib.jjava.jupyter.channels.ShellHandler;

/** A handler that stands between the kernel's own and its connection. */
interface Around<T> extends ShellHandler<T> {

    /** What the kernel does by itself. */
    ShellHandler<T> kernel();
}
