package org.modeljungle.metrics;

import java.util.List;
import org.modeljungle.Check;

/** Standardising: each feature's mean and one over its standard deviation, which a plain network's inputs need. */
public final class Standardiser {

    private Standardiser() {}

    /**
     * The mean and the scale of each feature. One that never changes is left out, by a scale of 0.
     *
     * @param rows of the models to learn from // [models][features]
     * @return the means, then one over the standard deviations (n degrees of freedom) // [2][features]
     * @throws IllegalArgumentException if there is no row
     */
    public static float[][] of(List<float[]> rows) {
        Check.that(!rows.isEmpty(), "standardising: expected 1 model to learn from or more, found none of this kind");
        int width = rows.get(0).length;
        float[][] standard = new float[2][width];
        for (int k = 0; k < width; k++) {
            double mean = 0;
            double square = 0;
            boolean changes = false;
            for (float[] row : rows) {
                mean += row[k] / (double) rows.size();
                changes |= row[k] != rows.get(0)[k];
            }
            for (float[] row : rows) {
                square += (row[k] - mean) * (row[k] - mean) / rows.size();
            }
            standard[0][k] = (float) mean;
            standard[1][k] = changes ? (float) (1 / Math.sqrt(square)) : 0;
        }
        return standard;
    }
}
