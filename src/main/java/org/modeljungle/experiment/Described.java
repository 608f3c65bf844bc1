package org.modeljungle.experiment;

import org.modeljungle.Check;

/** Has a name for tables and says everything that its outcomes depend on, so that finished trials are found again. */
public interface Described {

    /** The name in tables and results: {@code probex-linear}. Any text will do. */
    String name();

    /**
     * Everything that an outcome depends on besides the seed, the data and the code: numbers, texts, lists, maps,
     * records of these. Each record counts with its class. A record is its own settings.
     *
     * @throws IllegalArgumentException if this is not a record and does not override this method
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
     * The version of the code, given by its author, to be raised with each edit that changes an outcome. Where it is
     * empty, the default, the class file identifies the code, in a notebook too. The code of other parts, such as a
     * target of your own, counts besides where it can be read.
     */
    default String version() {
        return "";
    }

    /** Whose code it is: a wrapper returns what it wraps. */
    default Object author() {
        return this;
    }
}
