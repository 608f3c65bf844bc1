package org.modeljungle.jungle.grow;

import java.util.List;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Workers;

/** What grows the units of a folder; units are grown in any order, each on one thread. */
public interface Growing {

    /** Draws and trains what all units need, with the work spread over threads; starts the growing of units. */
    @FunctionalInterface
    interface Start {
        /** Called once, and only where something is missing. */
        Growing start(Workers workers);
    }

    /** What the progress bar says. */
    String title();

    /** How many steps of progress a unit takes. */
    long steps(int unit);

    /** Grows a unit and writes its files, each whole or not at all; returns what shall be known of it. */
    List<Manifest.Member> grow(int unit, Progress progress);
}
