package org.modeljungle.metrics;

import java.util.ArrayList;
import java.util.List;
import org.modeljungle.Check;

/** The share of labels that logits predict rightly, yes above probability one half, over all models and labels. */
public final class LabelAccuracy {

    private LabelAccuracy() {}

    /**
     * The accuracy; chance is the share of the more frequent label.
     *
     * @param logits [models, labels]
     * @param labels 0 or 1 // [models, labels]
     */
    public static double of(float[][] logits, float[][] labels) {
        check(logits, labels);
        int right = 0;
        int all = 0;
        for (int i = 0; i < labels.length; i++) {
            right += right(logits[i], labels[i]);
            all += labels[i].length;
        }
        return (double) right / all;
    }

    /** The accuracy of each model by itself // [models]; as {@link #of}. */
    public static List<Double> ofEach(float[][] logits, float[][] labels) {
        check(logits, labels);
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            each.add((double) right(logits[i], labels[i]) / labels[i].length);
        }
        return each;
    }

    private static int right(float[] logits, float[] labels) {
        int right = 0;
        for (int k = 0; k < labels.length; k++) {
            right += (logits[k] > 0) == (labels[k] == 1) ? 1 : 0;
        }
        return right;
    }

    private static void check(float[][] logits, float[][] labels) {
        Check.that(
                logits.length == labels.length && labels.length > 0,
                "label accuracy: expected logits of the %d models, found %d",
                labels.length,
                logits.length);
        for (int i = 0; i < labels.length; i++) {
            Check.that(
                    logits[i].length == labels[i].length,
                    "label accuracy: expected %d logits of model %d, found %d",
                    labels[i].length,
                    i,
                    logits[i].length);
        }
    }
}
