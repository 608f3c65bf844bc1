package org.modeljungle.metrics;

import org.modeljungle.Check;

/**
 * Answers to a yes-or-no question, counted.
 *
 * @param truePositives yes, rightly
 * @param falsePositives yes, wrongly
 * @param falseNegatives no, wrongly
 * @param trueNegatives no, rightly
 */
public record Confusion(int truePositives, int falsePositives, int falseNegatives, int trueNegatives) {

    /**
     * Counts the answers.
     *
     * @throws IllegalArgumentException if there is none, or not one for each truth
     */
    public static Confusion of(boolean[] answers, boolean[] truth) {
        Check.that(
                answers.length == truth.length && truth.length > 0,
                "confusion: expected 1 answer or more, one for each truth, found %d for %d",
                answers.length,
                truth.length);
        int[] counts = new int[4];
        for (int i = 0; i < truth.length; i++) {
            counts[answers[i] ? (truth[i] ? 0 : 1) : (truth[i] ? 2 : 3)]++;
        }
        return new Confusion(counts[0], counts[1], counts[2], counts[3]);
    }

    /** How often the truth is yes. */
    public int positives() {
        return truePositives + falseNegatives;
    }

    /** How often the truth is no. */
    public int negatives() {
        return falsePositives + trueNegatives;
    }

    /** The share of right answers. */
    public double accuracy() {
        return (truePositives + trueNegatives) / (double) (positives() + negatives());
    }

    /** The share of the positives that are answered with yes; NaN where there is none. */
    public double recall() {
        return truePositives / (double) positives();
    }

    /** The share of the answers of yes that are right; NaN where no answer is yes. */
    public double precision() {
        return truePositives / (double) (truePositives + falsePositives);
    }

    /** The mean of the recall and of the share of negatives that are answered with no; NaN without both. */
    public double balancedAccuracy() {
        return (recall() + trueNegatives / (double) negatives()) / 2;
    }

    /**
     * The harmonic mean of precision and recall, {@code 2 tp / (2 tp + fp + fn)}; NaN where neither truth nor an answer
     * is yes.
     */
    public double f1() {
        return 2.0 * truePositives / (2 * truePositives + falsePositives + falseNegatives);
    }
}
