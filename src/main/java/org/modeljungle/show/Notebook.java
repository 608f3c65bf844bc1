package org.modeljungle.show;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import org.modeljungle.LiveProgress;
import org.modeljungle.Progress;
import org.modeljungle.experiment.Code;
import org.modeljungle.kernel.NotebookKernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The seam between the library and the notebook's kernel. JJava finds the library by itself; in IJava the first cell
 * says {@code org.modeljungle.show.Notebook.init();}. In plain Java there is no kernel, and things print as text.
 */
public final class Notebook {

    private static final Logger LOG = LoggerFactory.getLogger(Notebook.class);

    /** Kernels that know the library's types: a kernel can't forget them, so they are told once. */
    private static final Set<Object> REGISTERED = Collections.newSetFromMap(new WeakHashMap<>());

    private static volatile NotebookKernel current;
    private static Progress.Listener bars;

    private Notebook() {}

    /** Looks for the kernel and shows things in it from now on. Can be called again; never throws. */
    public static void init() {
        tryInstall("org.dflib.jjava.jupyter.kernel.BaseKernel", () -> RunningJJava.find());
        tryInstall("io.github.spencerpark.ijava.IJava", () -> RunningIJava.find());
    }

    /** The kernel whose cell runs now, or null: then output is printed as text. */
    static NotebookKernel attached() {
        NotebookKernel kernel = current;
        return kernel != null && kernel.attached() ? kernel : null;
    }

    private static void tryInstall(String className, Callable<NotebookKernel> adapter) {
        try {
            Class.forName(className);
        } catch (ClassNotFoundException | LinkageError e) {
            return; // this is not the kernel that runs
        }
        install(adapter);
    }

    /** Installs the kernel that {@code adapter} gives, if any; never throws, since the kernel would not start. */
    static synchronized void install(Callable<NotebookKernel> adapter) {
        try {
            NotebookKernel kernel = adapter.call();
            if (kernel != null && (current == null || current.kernel() != kernel.kernel())) {
                change(kernel);
            }
        } catch (Throwable e) {
            LOG.warn("the notebook's kernel was not set up, output is shown as text", e);
        }
    }

    /** Forgets {@code kernel}; never throws. */
    static synchronized void uninstall(Object kernel) {
        if (current != null && current.kernel() == kernel) {
            NotebookKernel leaving = current;
            current = null;
            Progress.unlisten(bars);
            try {
                leaving.unwatch();
            } catch (Throwable e) { // the kernel would not unload its other extensions
                LOG.warn("the notebook's kernel is still watched", e);
            }
        }
    }

    private static void change(NotebookKernel kernel) {
        if (REGISTERED.add(kernel.kernel())) {
            Renderers.types().forEach(type -> kernel.register(type, Payloads::of));
        }
        if (current != null) {
            Progress.unlisten(bars);
        }
        bars = LiveProgress.on(new KernelScreen(kernel));
        Progress.listen(bars);
        Code.ofNotebook(kernel::classFile);
        kernel.watch(HeldCards::answer);
        current = kernel;
    }
}
