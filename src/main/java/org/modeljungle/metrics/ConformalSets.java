package org.modeljungle.metrics;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.modeljungle.Check;

/**
 * Sets of candidates that hold the right one as often as was asked for: split conformal prediction (Vovk, Gammerman and
 * Shafer 2005; Angelopoulos and Bates, arXiv 2107.07511, section 1). All candidates are taken whose score is as large
 * as a threshold, which comes from examples that nothing else was learnt from. The promise holds for further examples
 * of the same kind as these; for others, such as models of concepts never seen, {@link #coverage(float[][], int...)}
 * measures it.
 *
 * @param threshold the smallest score that a candidate is taken with
 * @param coverage how often the right candidate is to be in its set, a probability
 * @param examples how many the threshold comes from
 */
public record ConformalSets(double threshold, double coverage, int examples) {

    private static final double ROUNDING = 1e-9;

    /**
     * The threshold: of n scores the one of place {@code ceil((n + 1) coverage)} from the top.
     *
     * @param scores those of the right candidates of some examples // [examples]
     * @param coverage between 0 and 1, such as 0.9
     * @throws IllegalArgumentException if a score is NaN, the coverage is out of range, or there are too few examples
     *     to promise it
     */
    public static ConformalSets of(double[] scores, double coverage) {
        Check.that(
                coverage > 0 && coverage < 1,
                "conformal sets: expected a coverage between 0 and 1, found %s",
                coverage);
        int n = scores.length;
        int place = (int) Math.ceil((n + 1) * coverage - ROUNDING);
        int fewest = (int) Math.ceil(coverage / (1 - coverage) - ROUNDING);
        Check.that(
                place <= n,
                "conformal sets: expected %d examples or more to cover %s, found %d; calibrate on more, or ask for less",
                fewest,
                coverage,
                n);
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        Check.that(!Double.isNaN(sorted[n - 1]), "conformal sets: expected scores, found NaN");
        return new ConformalSets(sorted[n - place], coverage, n);
    }

    /** The candidates of one example that are taken, by their places, ascending; there may be none. */
    public int[] set(float... scores) {
        return IntStream.range(0, scores.length)
                .filter(k -> scores[k] >= threshold)
                .toArray();
    }

    /**
     * How often the right candidate is in its set.
     *
     * @param scores [examples, candidates]
     * @param truths the place of the right candidate // [examples]
     * @throws IllegalArgumentException if there is no example, or not a truth for each
     */
    public double coverage(float[][] scores, int... truths) {
        Check.that(
                scores.length == truths.length && truths.length > 0,
                "conformal sets: expected 1 example or more with a truth for each, found %d and %d",
                scores.length,
                truths.length);
        return IntStream.range(0, truths.length)
                        .filter(i -> scores[i][truths[i]] >= threshold)
                        .count()
                / (double) truths.length;
    }

    /** The mean number of candidates in a set; see {@link #coverage(float[][], int...)}. */
    public double meanSize(float[][] scores) {
        return Arrays.stream(scores).mapToInt(row -> set(row).length).average().orElse(Double.NaN);
    }
}
