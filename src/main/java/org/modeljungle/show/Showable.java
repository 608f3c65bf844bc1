package org.modeljungle.show;

/** Something that can be looked at in a notebook, and read as text where there is none. */
public interface Showable {

    /** HTML, inline-styled and without scripts. */
    String html();

    /** Plain text that says the same. */
    String text();
}
