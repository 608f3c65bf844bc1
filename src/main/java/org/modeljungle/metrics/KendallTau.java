package org.modeljungle.metrics;

import java.util.Arrays;
import org.apache.commons.math3.stat.correlation.KendallsCorrelation;
import org.modeljungle.Check;

/**
 * How well one list of numbers puts things in the order of another: Kendall's rank correlation, tau-b, which allows for
 * equal numbers. 1: the same order; 0: no relation; -1: the reverse.
 */
public final class KendallTau {

    private KendallTau() {}

    /**
     * The correlation, in {@code n log n} time.
     *
     * @throws IllegalArgumentException if the lists differ in length, hold a number that is none, or one of them holds
     *     fewer than two different numbers
     */
    public static double of(double[] a, double[] b) {
        Check.that(
                a.length == b.length,
                "Kendall's tau: expected two lists of one length, found %d and %d numbers",
                a.length,
                b.length);
        return new KendallsCorrelation().correlation(checked(a), checked(b));
    }

    private static double[] checked(double[] numbers) {
        boolean different = false;
        for (double number : numbers) {
            Check.that(Double.isFinite(number), "Kendall's tau: expected finite numbers, found %s", number);
            different |= number != numbers[0];
        }
        Check.that(
                different,
                "Kendall's tau: expected two different numbers or more, found %d equal ones; they have no order",
                numbers.length);
        return Arrays.stream(numbers).map(number -> number + 0.0).toArray(); // -0 is 0
    }
}
