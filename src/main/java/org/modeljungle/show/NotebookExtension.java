package org.modeljungle.show;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.modeljungle.kernel.FailedStart;
import org.modeljungle.kernel.jjava.KernelAdapter;

/** Lets JJava find the library: it runs when the jar reaches the kernel's class path, possibly more than once. */
public final class NotebookExtension implements Extension {

    /** Does nothing: JJava makes the object whether or not it installs it. */
    public NotebookExtension() {}

    @Override
    public void install(BaseKernel kernel) {
        FailedStart.endsTheProcess(); // JJava installs its extensions before it connects
        Notebook.install(() -> new KernelAdapter(kernel));
    }

    @Override
    public void uninstall(BaseKernel kernel) {
        Notebook.uninstall(kernel);
    }
}
