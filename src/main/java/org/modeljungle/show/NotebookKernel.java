package org.modeljungle.show;

/** What the library needs of a notebook's kernel, whichever it is. No method throws for want of a running cell. */
interface NotebookKernel {

    /** The kernel object itself: two adapters of the same kernel give the same. */
    Object kernel();

    /** Whether a cell runs, so that output goes somewhere. */
    boolean attached();

    /** Puts {@code payload} below the running cell; {@code id} is a new name to update it by. */
    void display(String id, Payload payload);

    /** Replaces what {@link #display} put there under the same name. */
    void update(String id, Payload payload);

    /** Makes results of {@code type} print as their {@link Payload}. */
    <T> void register(Class<T> type);
}
