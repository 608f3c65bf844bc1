package org.modeljungle.metrics;

import java.util.Arrays;
import java.util.Locale;

/**
 * The mean and spread of several values of one thing.
 *
 * @param mean of all
 * @param std the standard deviation (n - 1 degrees of freedom); 0 where there is only one
 * @param n how many
 */
public record Spread(double mean, double std, int n) {

    /** Of some values; the mean is NaN where there is none. */
    public static Spread of(double... values) {
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new Spread(mean, values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)), values.length);
    }

    /** For a table: {@code 0.887 ± 0.011}, or {@code 0.887} where there is only one. */
    @Override
    public String toString() {
        return n == 1 ? String.format(Locale.ROOT, "%.3f", mean) : String.format(Locale.ROOT, "%.3f ± %.3f", mean, std);
    }
}
