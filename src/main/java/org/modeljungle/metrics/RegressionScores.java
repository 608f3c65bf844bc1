package org.modeljungle.metrics;

import java.util.Arrays;

/**
 * How well numbers are predicted.
 *
 * @param kendallTau how well their order is; see {@link KendallTau}
 * @param explained R squared, the share of the true numbers' variance that is explained: 1: all; 0 or less: no better
 *     than their mean
 * @param meanAbsoluteError how far off a prediction is on average
 */
public record RegressionScores(double kendallTau, double explained, double meanAbsoluteError) {

    /**
     * The scores of predictions.
     *
     * @throws IllegalArgumentException as {@link KendallTau#of}
     */
    public static RegressionScores of(double[] predicted, double[] truth) {
        double tau = KendallTau.of(predicted, truth);
        double mean = Arrays.stream(truth).average().orElseThrow();
        double off = 0;
        double squares = 0;
        double spread = 0;
        for (int i = 0; i < truth.length; i++) {
            off += Math.abs(predicted[i] - truth[i]) / truth.length;
            squares += (predicted[i] - truth[i]) * (predicted[i] - truth[i]);
            spread += (truth[i] - mean) * (truth[i] - mean);
        }
        return new RegressionScores(tau, 1 - squares / spread, off);
    }
}
