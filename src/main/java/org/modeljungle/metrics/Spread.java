package org.modeljungle.metrics;

import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.modeljungle.Check;

/**
 * Several measurements of one thing.
 *
 * @param mean their mean
 * @param deviation their standard deviation, as that of a sample: over n - 1; 0 of one measurement
 * @param n how many there are
 */
public record Spread(double mean, double deviation, int n) {

    /** Of some measurements. @throws IllegalArgumentException if there is none, or one is not finite */
    public static Spread of(double... measurements) {
        Check.that(measurements.length > 0, "spread: expected 1 measurement or more, found none");
        for (double one : measurements) {
            Check.that(Double.isFinite(one), "spread: expected finite measurements, found %s", one);
        }
        return new Spread(
                new Mean().evaluate(measurements), new StandardDeviation().evaluate(measurements), measurements.length);
    }

    /** {@code 0.694 +- 0.012 (3)}; of one measurement no spread. */
    @Override
    public String toString() {
        return n == 1 ? "%.3f (1)".formatted(mean) : "%.3f +- %.3f (%d)".formatted(mean, deviation, n);
    }
}
