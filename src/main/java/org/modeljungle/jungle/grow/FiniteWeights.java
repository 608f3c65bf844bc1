package org.modeljungle.jungle.grow;

import org.modeljungle.Check;

/** Nothing that diverged is kept: it would be found out only by those who read it. */
public final class FiniteWeights {

    private FiniteWeights() {}

    /**
     * Checks what was trained, before it is written.
     *
     * @param what was trained, for the message
     * @param weights of one model
     * @throws IllegalArgumentException if one is infinite or NaN
     */
    public static void check(String what, float... weights) {
        for (float weight : weights) {
            Check.that(
                    Float.isFinite(weight),
                    "%s: expected finite weights, found %s; its training diverged: take a lower learning rate",
                    what,
                    weight);
        }
    }
}
