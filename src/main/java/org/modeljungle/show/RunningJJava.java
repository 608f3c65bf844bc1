package org.modeljungle.show;

import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.modeljungle.kernel.NotebookKernel;
import org.modeljungle.kernel.jjava.KernelAdapter;

/** The kernel JJava that runs this program; load it only where JJava is. */
final class RunningJJava {

    private RunningJJava() {}

    /** The kernel, or null. */
    static NotebookKernel find() {
        try {
            return new KernelAdapter(BaseKernel.notebookKernel());
        } catch (NullPointerException e) {
            return null; // this is how JJava says that it does not run
        }
    }
}
