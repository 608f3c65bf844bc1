package org.modeljungle.text;

import java.util.List;
import org.modeljungle.Check;

/** Divides vectors by their lengths. */
final class UnitLength {

    private UnitLength() {}

    /**
     * Vectors of length 1.
     *
     * @param rows [texts, dimension]
     * @param texts whose vectors they are, for messages
     * @throws IllegalArgumentException if one has no direction: a length of 0, or one that is no number
     */
    static float[][] of(float[][] rows, List<String> texts) {
        float[][] unit = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double length = length(rows[i]);
            Check.that(
                    length > 0 && Double.isFinite(length),
                    "text '%s': expected a vector with a direction, found one of length %s",
                    Check.excerpt(texts.get(i)),
                    length);
            unit[i] = new float[rows[i].length];
            for (int k = 0; k < unit[i].length; k++) {
                unit[i][k] = (float) (rows[i][k] / length);
            }
        }
        return unit;
    }

    /** Texts' vectors of length 1, whatever an encoder gives. */
    static float[][] by(TextEncoder encoder, List<String> texts) {
        float[][] vectors = encoder.encode(texts);
        return encoder.isOfUnitLength() ? vectors : of(vectors, texts);
    }

    static double length(float... vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}
