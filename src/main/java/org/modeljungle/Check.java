package org.modeljungle;

import java.util.Locale;

/** Argument errors: one clear message before any native call. */
public final class Check {

    private static final int EXCERPT = 60; // characters

    private Check() {}

    /** A text from a file, for a message: its start and its length where it is long. */
    public static String excerpt(String text) {
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "... (" + text.length() + " characters)";
    }

    /**
     * Throws unless {@code condition} holds.
     *
     * @param message what was expected, what was found, where, and what to do; a {@link String#format} pattern
     * @throws IllegalArgumentException with the formatted message
     */
    public static void that(boolean condition, String message, Object... values) {
        if (!condition) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, message, values));
        }
    }
}
