package org.modeljungle.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.modeljungle.Check;

/**
 * The places of right answers in lists ordered by score, 1 for the best. Wrong answers of an equal score come before
 * right ones, so that equal scores for all never look good.
 */
public final class Ranks {

    private Ranks() {}

    /**
     * The place of each row's one right candidate: 1 and the number of others whose score is as large or larger.
     *
     * @param scores the larger the likelier // [rows, candidates]
     * @param truths the place of the right candidate in each row // [rows]
     * @return 1 to candidates // [rows]
     * @throws IllegalArgumentException if there is no row, not a truth for each, a truth is no candidate, or a score is
     *     NaN
     */
    public static int[] of(float[][] scores, int... truths) {
        Check.that(
                scores.length == truths.length && truths.length > 0,
                "ranks: expected 1 row of scores or more, one for each truth, found %d for %d",
                scores.length,
                truths.length);
        int[] ranks = new int[truths.length];
        for (int i = 0; i < ranks.length; i++) {
            ranks[i] = rank(scores[i], truths[i], i);
        }
        return ranks;
    }

    private static int rank(float[] row, int truth, int number) {
        Check.that(
                truth >= 0 && truth < row.length,
                "ranks: expected a truth from 0 to %d in row %d, found %d",
                row.length - 1,
                number,
                truth);
        int rank = 0;
        for (float score : row) {
            Check.that(!Float.isNaN(score), "ranks: expected scores in row %d, found NaN", number);
            rank += score >= row[truth] ? 1 : 0;
        }
        return rank;
    }

    /**
     * The places of all right answers to one query, ascending.
     *
     * @param scores the larger the likelier // [answers]
     * @param truth which are right // [answers]
     * @throws IllegalArgumentException if the arrays differ in length or a score is NaN
     */
    public static int[] ofAll(double[] scores, boolean[] truth) {
        Check.that(
                scores.length == truth.length,
                "ranks: expected a score for each of %d answers, found %d",
                truth.length,
                scores.length);
        double[] right = part(scores, truth, true);
        double[] wrong = part(scores, truth, false);
        int[] places = new int[right.length];
        int before = 0; // wrong answers whose score is as large or larger
        for (int i = 0; i < places.length; i++) {
            double score = right[right.length - 1 - i];
            while (before < wrong.length && wrong[wrong.length - 1 - before] >= score) {
                before++;
            }
            places[i] = before + i + 1;
        }
        return places;
    }

    /** The scores of the right or of the wrong answers, ascending. */
    private static double[] part(double[] scores, boolean[] truth, boolean right) {
        double[] part = IntStream.range(0, scores.length)
                .filter(i -> truth[i] == right)
                .mapToDouble(i -> scores[i] + 0.0) // -0 is 0
                .peek(score -> Check.that(!Double.isNaN(score), "ranks: expected scores, found NaN"))
                .toArray();
        Arrays.sort(part);
        return part;
    }

    /**
     * Top-k accuracy: the share of rows whose right candidate is among the first {@code k}. By chance it is k over the
     * number of candidates.
     *
     * @param ranks as {@link #of} gives them
     * @throws IllegalArgumentException if there is none, or k is below 1
     */
    public static double within(int k, int... ranks) {
        check(ranks);
        checkCount(k);
        return Arrays.stream(ranks).filter(rank -> rank <= k).count() / (double) ranks.length;
    }

    /**
     * The mean reciprocal rank: 1 if the right candidate is always first, 1/2 if it is always second.
     *
     * @param ranks as {@link #of} gives them
     * @throws IllegalArgumentException if there is none
     */
    public static double meanReciprocal(int... ranks) {
        check(ranks);
        return Arrays.stream(ranks).mapToDouble(rank -> 1.0 / rank).average().orElseThrow();
    }

    /** The mean reciprocal rank of guessing: the mean of 1/1, 1/2, ... up to the number of candidates. */
    public static double meanReciprocalByChance(int candidates) {
        Check.that(candidates > 0, "ranks: expected 1 candidate or more, found %d", candidates);
        return IntStream.rangeClosed(1, candidates)
                .mapToDouble(rank -> 1.0 / rank)
                .average()
                .orElseThrow();
    }

    /**
     * Precision at k: the share of right ones among the first {@code k} answers to one query. By chance it is the share
     * of right ones among all.
     *
     * @param k at most the number of answers
     * @param places of the right answers, as {@link #ofAll} gives them
     */
    public static double precision(int k, int... places) {
        checkCount(k);
        return Arrays.stream(places).filter(place -> place <= k).count() / (double) k;
    }

    private static void check(int... ranks) {
        Check.that(ranks.length > 0, "ranks: expected 1 or more, found none");
    }

    private static void checkCount(int k) {
        Check.that(k >= 1, "ranks: expected k of 1 or more, found %d", k);
    }
}
