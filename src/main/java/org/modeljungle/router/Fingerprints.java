package org.modeljungle.router;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;

/**
 * The fingerprints of many models, side by side.
 *
 * @param models how many
 * @param size the numbers of each
 * @param values one row per model // [models, size]
 */
public record Fingerprints(int models, int size, float[] values) {

    /** Checks that there are models, and finite numbers for each; copies nothing. */
    public Fingerprints {
        Check.that(models > 0 && size > 0, "fingerprints: expected 1 model or more, found [%d, %d]", models, size);
        Check.that(
                values.length == (long) models * size,
                "fingerprints: expected [%d, %d] numbers, found %d",
                models,
                size,
                values.length);
        for (int i = 0; i < values.length; i++) {
            Check.that(
                    Float.isFinite(values[i]),
                    "fingerprints: expected finite numbers, found %s for model %d",
                    values[i],
                    i / size);
        }
    }

    /**
     * Fingerprints of one size.
     *
     * @throws IllegalArgumentException if there are none, or of several sizes
     */
    public static Fingerprints of(List<Fingerprint> fingerprints) {
        Check.that(!fingerprints.isEmpty(), "fingerprints: expected 1 model or more, found none");
        int size = fingerprints.get(0).size();
        float[] values = new float[Math.multiplyExact(fingerprints.size(), size)];
        for (int i = 0; i < fingerprints.size(); i++) {
            float[] row = fingerprints.get(i).values();
            Check.that(
                    row.length == size,
                    "fingerprints: expected %d numbers for each model, found %d for model %d; use one fingerprinter for all",
                    size,
                    row.length,
                    i);
            System.arraycopy(row, 0, values, i * size, size);
        }
        return new Fingerprints(fingerprints.size(), size, values);
    }

    /** One model's fingerprint. */
    public Fingerprint get(int model) {
        return new Fingerprint(Arrays.copyOfRange(values, model * size, (model + 1) * size));
    }

    /** The chosen models' fingerprints, in the order given. */
    public Fingerprints select(int... chosen) {
        float[] rows = new float[Math.multiplyExact(chosen.length, size)];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * size, rows, i * size, size);
        }
        return new Fingerprints(chosen.length, size, rows);
    }

    @Override
    public String toString() {
        return models + " fingerprints of " + size + " numbers";
    }
}
