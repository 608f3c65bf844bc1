package org.modeljungle.metrics;

/**
 * How well numbers are predicted.
 *
 * @param kendallTau how well their order is; see {@link KendallTau}
 * @param explained R squared; see {@link Explained}
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
        double off = 0;
        for (int i = 0; i < truth.length; i++) {
            off += Math.abs(predicted[i] - truth[i]) / truth.length;
        }
        return new RegressionScores(tau, Explained.of(predicted, truth), off);
    }
}
