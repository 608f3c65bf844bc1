package org.modeljungle.experiment;

import org.modeljungle.Check;

/** What has a name for tables, and says all that its outcomes depend on, so that finished trials are found again. */
public interface Described {

    /** The name in tables and results: {@code probex-linear}. Any text will do. */
    String name();

    /**
     * All that an outcome depends on beside the seed, the data and the code: numbers, texts, lists, maps, records of
     * these. Each record counts with its class. A record is its own settings.
     *
     * @throws IllegalArgumentException if this is no record, and doesn't say them in another way
     */
    default Object settings() {
        Check.that(
                getClass().isRecord(),
                "'%s': expected a record, whose components are its settings, found %s; make it one, or let settings()"
                        + " name"
                        + " them",
                name(),
                getClass().getName());
        return this;
    }

    /**
     * The version of the code, given by its author; to be raised with each edit that changes an outcome. Where it is
     * empty, as usual, the class file says what the code is, in a notebook too.
     */
    default String version() {
        return "";
    }

    /** Whose code it is: what wraps another names that other. */
    default Object author() {
        return this;
    }
}
