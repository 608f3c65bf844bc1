package org.modeljungle.metrics;

import java.util.stream.IntStream;
import org.modeljungle.Check;

/** How far up a list, ordered by score, the positives stand: the mean of the precision at each of them. */
public final class AveragePrecision {

    private AveragePrecision() {}

    /**
     * The sum over falling scores of the precision times the rise of the recall, equal scores taken in one step, as
     * scikit-learn's {@code average_precision_score}. Guessing comes to the share of the positives.
     *
     * @param scores the larger the more likely // [examples]
     * @param truth which are positive // [examples]
     * @throws IllegalArgumentException if the arrays differ in length, a score is NaN, or there are no positives
     */
    public static double of(double[] scores, boolean[] truth) {
        Check.that(
                scores.length == truth.length,
                "average precision: expected a score for each of %d examples, found %d",
                truth.length,
                scores.length);
        int positives = 0;
        for (int i = 0; i < truth.length; i++) {
            Check.that(!Double.isNaN(scores[i]), "average precision: expected scores, found NaN");
            positives += truth[i] ? 1 : 0;
        }
        Check.that(positives > 0, "average precision: expected positives, found none of %d", truth.length);
        int[] order = IntStream.range(0, truth.length)
                .boxed()
                .sorted((i, j) -> Double.compare(scores[j], scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double sum = 0;
        int found = 0;
        int before = 0;
        for (int at = 0; at < order.length; at++) {
            found += truth[order[at]] ? 1 : 0;
            if (at == order.length - 1 || scores[order[at]] > scores[order[at + 1]]) {
                sum += (found - before) / (double) positives * found / (at + 1);
                before = found;
            }
        }
        return sum;
    }
}
