package org.modeljungle.metrics;

import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;
import org.modeljungle.Check;

/** The area under the ROC curve. */
public final class RocAuc {

    private RocAuc() {}

    /**
     * How often a positive example scores higher than a negative one, ties counted half: the statistic of Mann and
     * Whitney (1947) over the number of pairs.
     *
     * @return 1 for a perfect score, 0.5 for guessing
     * @throws IllegalArgumentException if there are no positives or no negatives, or a score is NaN
     */
    public static double of(double[] positives, double[] negatives) {
        Check.that(
                positives.length > 0 && negatives.length > 0,
                "AUC: expected positives and negatives, found %d and %d",
                positives.length,
                negatives.length);
        double[] all = new double[positives.length + negatives.length];
        System.arraycopy(positives, 0, all, 0, positives.length);
        System.arraycopy(negatives, 0, all, positives.length, negatives.length);
        for (int i = 0; i < all.length; i++) {
            Check.that(!Double.isNaN(all[i]), "AUC: expected scores, found NaN");
            all[i] += 0.0; // -0 is 0
        }
        double[] ranks = new NaturalRanking(TiesStrategy.AVERAGE).rank(all);
        double sum = 0;
        for (int i = 0; i < positives.length; i++) {
            sum += ranks[i];
        }
        double n = positives.length;
        return (sum - n * (n + 1) / 2) / (n * negatives.length);
    }
}
