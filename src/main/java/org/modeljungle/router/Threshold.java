package org.modeljungle.router;

import java.util.Arrays;

/** Sets the border between the known and the unknown. */
final class Threshold {

    private Threshold() {}

    /**
     * The border with the smallest sum of the share of {@code known} above it and the share of {@code unknown} not
     * above it (the largest of Youden's J, 1950); among equals the middle, of squares, of the widest stretch without
     * scores.
     *
     * @param known scores of siblings; none counts as one of 0, for a copy of a known model is known
     * @param unknown scores of unrelated models, at least one
     */
    static double between(double[] known, double[] unknown) {
        double[] in = squares(known.length == 0 ? new double[1] : known);
        double[] out = squares(unknown);
        double[] all = new double[in.length + out.length];
        System.arraycopy(in, 0, all, 0, in.length);
        System.arraycopy(out, 0, all, in.length, out.length);
        Arrays.sort(all);
        double least = Double.POSITIVE_INFINITY;
        double width = 0;
        double best = 0;
        int below = 0; // unrelated models up to here
        int seen = 0; // siblings up to here
        double low = 0;
        for (int i = 0; i <= all.length; i++) {
            double high = i == all.length ? low : all[i];
            double cost = (in.length - seen) / (double) in.length + below / (double) out.length;
            if (cost < least || (cost == least && high - low > width)) {
                least = cost;
                width = high - low;
                best = (low + high) / 2;
            }
            low = high;
            while (seen < in.length && in[seen] <= low) {
                seen++;
            }
            while (below < out.length && out[below] <= low) {
                below++;
            }
        }
        return Math.sqrt(best);
    }

    private static double[] squares(double[] scores) {
        return Arrays.stream(scores).map(score -> score * score).sorted().toArray();
    }
}
