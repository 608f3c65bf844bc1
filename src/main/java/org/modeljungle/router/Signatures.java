package org.modeljungle.router;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;

/**
 * The signatures of many models, side by side.
 *
 * @param models how many
 * @param size the numbers of each
 * @param values one row per model // [models, size]
 */
public record Signatures(int models, int size, float[] values) {

    /** Checks that there are models, and finite numbers for each; copies nothing. */
    public Signatures {
        Check.that(models > 0 && size > 0, "signatures: expected 1 model or more, found [%d, %d]", models, size);
        Check.that(
                values.length == (long) models * size,
                "signatures: expected [%d, %d] numbers, found %d",
                models,
                size,
                values.length);
        for (int i = 0; i < values.length; i++) {
            Check.that(
                    Float.isFinite(values[i]),
                    "signatures: expected finite numbers, found %s for model %d",
                    values[i],
                    i / size);
        }
    }

    /** Signatures of one size. @throws IllegalArgumentException if there are none, or of several sizes */
    public static Signatures of(List<Signature> signatures) {
        Check.that(!signatures.isEmpty(), "signatures: expected 1 model or more, found none");
        int size = signatures.get(0).size();
        float[] values = new float[Math.multiplyExact(signatures.size(), size)];
        for (int i = 0; i < signatures.size(); i++) {
            float[] row = signatures.get(i).values();
            Check.that(
                    row.length == size,
                    "signatures: expected %d numbers for each model, found %d for model %d; sign all with one signer",
                    size,
                    row.length,
                    i);
            System.arraycopy(row, 0, values, i * size, size);
        }
        return new Signatures(signatures.size(), size, values);
    }

    /** One model's signature. */
    public Signature get(int model) {
        return new Signature(Arrays.copyOfRange(values, model * size, (model + 1) * size));
    }

    /** The chosen models' signatures, in the order given. */
    public Signatures select(int... chosen) {
        float[] rows = new float[Math.multiplyExact(chosen.length, size)];
        for (int i = 0; i < chosen.length; i++) {
            System.arraycopy(values, chosen[i] * size, rows, i * size, size);
        }
        return new Signatures(chosen.length, size, rows);
    }

    @Override
    public String toString() {
        return models + " signatures of " + size + " numbers";
    }
}
