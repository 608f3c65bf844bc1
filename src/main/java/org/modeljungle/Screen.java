package org.modeljungle;

/** Where progress bars are drawn. */
public interface Screen {

    /**
     * Puts up a bar; false if there is no place for one now.
     *
     * @param id a name to change it by
     */
    boolean open(String id, ProgressView view);

    /** Replaces a bar. */
    void change(String id, ProgressView view);
}
