package org.modeljungle.align;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The number that is subtracted from the cosines with concepts that were met. */
final class Calibration {

    private Calibration() {}

    /**
     * The middle of the interval in which the harmonic mean of both accuracies is largest, the lowest of several; 0
     * where none is above 0.
     *
     * @param unmet for each model of a concept that was not met, what has to be subtracted, at least, for it to be
     *     named right; infinite where nothing helps
     * @param met for each model of a concept that was met, what may be subtracted before it is named wrong; minus
     *     infinity where it is wrong anyway
     */
    static double bias(double[] unmet, double[] met) {
        double[] ends = DoubleStream.concat(Arrays.stream(unmet), Arrays.stream(met))
                .filter(Double::isFinite)
                .sorted()
                .distinct()
                .toArray();
        double best = 0;
        double bias = 0;
        for (int i = 0; i + 1 < ends.length; i++) {
            double middle = (ends[i] + ends[i + 1]) / 2;
            double mean = harmonicMean(unmet, met, middle);
            if (mean > best) {
                best = mean;
                bias = middle;
            }
        }
        return bias;
    }

    private static double harmonicMean(double[] unmet, double[] met, double bias) {
        double right = Arrays.stream(unmet).filter(least -> bias > least).count() / (double) unmet.length;
        double kept = Arrays.stream(met).filter(most -> bias < most).count() / (double) met.length;
        return right + kept == 0 ? 0 : 2 * right * kept / (right + kept);
    }
}
