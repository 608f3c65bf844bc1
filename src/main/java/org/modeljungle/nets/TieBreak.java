package org.modeljungle.nets;

/** Which of several epochs that are equally good on validation is kept. */
public enum TieBreak {
    /** The first that reached the best score: only a better one replaces it. */
    EARLIEST,

    /**
     * The last that reached the best score: it has been trained for longer, which counts once validation is saturated.
     */
    LATEST
}
