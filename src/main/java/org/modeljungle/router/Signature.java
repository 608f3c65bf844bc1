package org.modeljungle.router;

import org.modeljungle.Check;

/**
 * A short fingerprint of a model, so made that the distance of two fingerprints tells how far apart the models are;
 * {@link Signer} says how.
 *
 * @param values the fingerprint // [size]
 */
public record Signature(float[] values) {

    /** Checks that the numbers are finite, and copies them. */
    public Signature {
        values = values.clone();
        for (float value : values) {
            Check.that(Float.isFinite(value), "signature: expected finite numbers, found %s", value);
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
     * The Euclidean distance to another signature.
     *
     * @throws IllegalArgumentException if it has another size
     */
    public double distance(Signature other) {
        Check.that(
                other.size() == size(),
                "signature: expected two of one size, found %d and %d numbers; sign both models with one signer",
                size(),
                other.size());
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
            double difference = (double) values[k] - other.values[k];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
