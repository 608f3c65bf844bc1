package org.modeljungle.metrics;

import java.util.Arrays;
import org.modeljungle.Check;

/**
 * R squared: the share of the true numbers' variance that is explained. 1: all; 0 or less: no better than their mean.
 */
public final class Explained {

    private Explained() {}

    /**
     * One less the squared errors over the squared differences from the mean.
     *
     * @throws IllegalArgumentException if the arrays differ in length, or all true numbers are equal
     */
    public static double of(double[] predicted, double[] truth) {
        Check.that(
                predicted.length == truth.length && truth.length > 0,
                "R squared: expected 1 prediction or more, one for each number, found %d for %d",
                predicted.length,
                truth.length);
        double mean = Arrays.stream(truth).average().orElseThrow();
        double squares = 0;
        double spread = 0;
        boolean different = false; // the mean of equal numbers need not be their value
        for (int i = 0; i < truth.length; i++) {
            different |= truth[i] != truth[0];
            squares += (predicted[i] - truth[i]) * (predicted[i] - truth[i]);
            spread += (truth[i] - mean) * (truth[i] - mean);
        }
        Check.that(
                different && spread > 0,
                "R squared: expected numbers that differ, found %d equal ones; there is nothing to explain",
                truth.length);
        return 1 - squares / spread;
    }
}
