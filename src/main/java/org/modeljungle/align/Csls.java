package org.modeljungle.align;

import java.util.Arrays;
import org.modeljungle.Check;

/**
 * Cross-domain similarity local scaling (Conneau et al., <i>Word Translation Without Parallel Data</i>, 2018, section
 * 2.3): some texts are near to many models, whatever these are, and win by that alone. So half the mean of a text's
 * {@code k} highest cosines with models that are not about it is subtracted from its cosines.
 *
 * <p>Twice these scores are the paper's, but for what they subtract for each model, which changes no order of texts.
 *
 * @param readings of length 1: the training models, each read by a fit without those of its caption // [train, width]
 * @param neighbours {@code k}
 */
record Csls(float[][] readings, int neighbours) {

    Csls {
        Check.that(
                neighbours > 0 && neighbours <= readings.length,
                "CSLS: expected 1 to %d neighbours, as many as there are training models, found %d",
                readings.length,
                neighbours);
    }

    /** Lowers cosines in place // [models, texts]; texts of length 1 // [texts, width] */
    float[][] lower(float[][] cosines, float[][] texts) {
        float[][] near = Vectors.products(texts, readings); // [texts, train]
        for (int text = 0; text < texts.length; text++) {
            float less = (float) (mean(near[text]) / 2);
            for (float[] row : cosines) {
                row[text] -= less;
            }
        }
        return cosines;
    }

    /** Of the largest ones. */
    private double mean(float... values) {
        Arrays.sort(values);
        double sum = 0;
        for (int i = values.length - neighbours; i < values.length; i++) {
            sum += values[i];
        }
        return sum / neighbours;
    }
}
