package org.modeljungle.router;

import org.modeljungle.Check;

/**
 * A short fingerprint of a model: the distance of two fingerprints estimates the distance of the models;
 * {@link Fingerprinter} says how.
 *
 * @param values the fingerprint // [size]
 */
public record Fingerprint(float[] values) {

    /** Checks that the numbers are finite, and copies them. */
    public Fingerprint {
        values = values.clone();
        for (float value : values) {
            Check.that(Float.isFinite(value), "fingerprint: expected finite numbers, found %s", value);
        }
    }

    /** How many numbers it has. */
    public int size() {
        return values.length;
    }

    /** The fingerprint, copied // [size]. */
    @Override
    public float[] values() {
        return values.clone();
    }

    /**
     * The Euclidean distance to another fingerprint.
     *
     * @throws IllegalArgumentException if it has another size
     */
    public double distance(Fingerprint other) {
        Check.that(
                other.size() == size(),
                "fingerprint: expected two of one size, found %d and %d numbers; use one fingerprinter for both models",
                size(),
                other.size());
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
            double difference = (double) values[k] - other.values[k];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    @Override
    public String toString() {
        return "fingerprint of %d numbers".formatted(values.length);
    }
}
