package org.modeljungle.kernel;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the library needs of a notebook's kernel, whichever it is. No method throws for want of a running cell. */
public interface NotebookKernel {

    /** The kernel object itself: two adapters of the same kernel give the same. */
    Object kernel();

    /** Whether a cell runs, so that output goes somewhere. */
    boolean attached();

    /**
     * Puts {@code payload} below the running cell.
     *
     * @param id a new name for it
     * @return what replaces it later, from any thread, also once the cell has ended
     */
    Consumer<Payload> display(String id, Payload payload);

    /** The class file of a class from a cell, for a kernel whose class loader does not give it away; else empty. */
    default Optional<byte[]> classFile(Class<?> type) {
        return Optional.empty();
    }

    /**
     * Makes results of a type print as something else.
     *
     * @param view never throws: an error that escapes a renderer would end the kernel's thread
     */
    <T> void register(Class<T> type, Function<Object, Payload> view);

    /**
     * Watches over the cells that the kernel runs from now on; can be called again.
     *
     * @param held what tells what the notebook holds
     */
    default void watch(CellMemory.Answer held) {}

    /** Ends {@link #watch}. */
    default void unwatch() {}
}
