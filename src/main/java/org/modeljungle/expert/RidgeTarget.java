package org.modeljungle.expert;

import java.util.Arrays;
import org.modeljungle.metrics.Standardiser;
import org.modeljungle.store.Target;

/**
 * What a ridge is fitted to: labels as 0 and 1, numbers standardised, so that each counts the same whatever its unit.
 *
 * @param values of the training models // [train, width]
 * @param shift what is added to its predictions, after they are multiplied // [width]
 * @param scale what they are multiplied by // [width]
 */
record RidgeTarget(float[][] values, float[] shift, float[] scale) {

    static RidgeTarget of(WeightTask task) {
        float[][] values = task.target().values(task.train());
        int width = task.target().width();
        float[] shift = new float[width];
        float[] scale = new float[width];
        Arrays.fill(scale, 1);
        if (task.target().kind() == Target.Kind.LABELS) {
            Arrays.fill(shift, -.5f); // a logit is above 0 for yes
        }
        if (task.target().kind() == Target.Kind.NUMBERS) {
            float[][] standard = Standardiser.of(Arrays.asList(values));
            for (int k = 0; k < width; k++) {
                shift[k] = standard[0][k];
                scale[k] = standard[1][k] == 0 ? 0 : 1 / standard[1][k];
            }
            values = standardised(values, standard);
        }
        return new RidgeTarget(values, shift, scale);
    }

    /** Copies: a target of the caller's own may give the rows that it keeps. */
    private static float[][] standardised(float[][] values, float[][] standard) {
        float[][] rows = new float[values.length][standard[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < rows[i].length; k++) {
                rows[i][k] = (values[i][k] - standard[0][k]) * standard[1][k];
            }
        }
        return rows;
    }

    /** A dual form whose predictions are in the target's units // [train, width] */
    double[][] inUnits(double[][] alpha) {
        double[][] scaled = new double[alpha.length][];
        for (int i = 0; i < alpha.length; i++) {
            scaled[i] = alpha[i].clone();
            for (int k = 0; k < scale.length; k++) {
                scaled[i][k] *= scale[k];
            }
        }
        return scaled;
    }

    /** What is added to each output of a fit whose values had this mean // [width] */
    float[] offset(float[] mean) {
        float[] offset = new float[mean.length];
        for (int k = 0; k < mean.length; k++) {
            offset[k] = mean[k] * scale[k] + shift[k];
        }
        return offset;
    }
}
