package org.modeljungle;

/** Where progress bars are drawn. */
public interface Screen {

    /**
     * Puts up a bar; false if there is no place for one now. That of a job which has ended is changed at once, to the
     * same view.
     *
     * @param id a name to change it by
     */
    boolean open(String id, ProgressView view);

    /** Replaces a bar. */
    void change(String id, ProgressView view);
}
