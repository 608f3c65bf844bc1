package org.modeljungle.experiment;

import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.Progress;

/**
 * One training, or another piece of work that takes long.
 *
 * @param name of its own, such as {@code supvit/probex/repeat-0}; the result is found again by it and the hash, so that the
 *     same work under two names is done twice
 * @param recipe what is done, in words, for the file
 * @param seed what it starts from, for the file
 * @param hash of all that the result depends on, in hexadecimal digits
 * @param steps how many steps of progress the work takes
 * @param work does it
 * @param <T> the result, a record that can be written as JSON
 */
public record Job<T>(String name, String recipe, long seed, String hash, long steps, Function<Progress, T> work) {

    /** Checks the name. */
    public Job {
        checkName(name);
    }

    /**
     * Checks what a job is called.
     *
     * @throws IllegalArgumentException if it cannot be called so
     */
    public static void checkName(String name) {
        Check.that(
                name.matches("[a-z0-9-]+(/[a-z0-9-]+)*"),
                "trial: expected a name like supvit/probex/seed-1 in lower case, found '%s'",
                name);
    }
}
