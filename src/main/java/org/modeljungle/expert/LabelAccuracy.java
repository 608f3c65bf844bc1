package org.modeljungle.expert;

import org.modeljungle.Check;

/** The share of labels that logits tell right at probability one half, over all models and labels. */
public final class LabelAccuracy {

    private LabelAccuracy() {}

    /**
     * The accuracy; chance is the share of the more frequent label.
     *
     * @param logits [models, labels]
     * @param labels 0 or 1 // [models, labels]
     */
    public static double of(float[][] logits, float[][] labels) {
        Check.that(
                logits.length == labels.length && labels.length > 0,
                "label accuracy: expected logits of the %d models, found %d",
                labels.length,
                logits.length);
        int right = 0;
        int all = 0;
        for (int i = 0; i < labels.length; i++) {
            Check.that(
                    logits[i].length == labels[i].length,
                    "label accuracy: expected %d logits of model %d, found %d",
                    labels[i].length,
                    i,
                    logits[i].length);
            for (int k = 0; k < labels[i].length; k++) {
                right += (logits[i][k] > 0) == (labels[i][k] == 1) ? 1 : 0;
                all++;
            }
        }
        return (double) right / all;
    }
}
