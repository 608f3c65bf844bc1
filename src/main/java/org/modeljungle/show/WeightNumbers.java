package org.modeljungle.show;

import java.util.Optional;

/**
 * What the numbers of a matrix are like; those that are not finite are counted and otherwise left out.
 *
 * @param mean of the weights
 * @param std their standard deviation
 * @param least the smallest
 * @param most the largest
 * @param broken how many are not finite
 * @param spectrum the singular values, largest first, where they are known
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WeightNumbers(double mean, double std, double least, double most, long broken, Optional<double[]> spectrum) {

    private static final double SHARE = .9;

    static WeightNumbers of(LayerWeights weights) {
        double sum = 0;
        double squares = 0;
        double least = Double.NaN;
        double most = Double.NaN;
        long count = 0;
        for (float value : weights.values()) {
            if (Float.isFinite(value)) {
                sum += value;
                least = least <= value ? least : value;
                most = most >= value ? most : value;
                count++;
            }
        }
        double mean = sum / count;
        for (float value : weights.values()) {
            squares += Float.isFinite(value) ? (value - mean) * (value - mean) : 0;
        }
        long broken = weights.values().length - count;
        boolean known = broken == 0 && !Spectrum.isLong(weights);
        return new WeightNumbers(
                mean,
                Math.sqrt(squares / count),
                least,
                most,
                broken,
                known ? Optional.of(Spectrum.of(weights)) : Optional.empty());
    }

    /** In a line. */
    String text(String name) {
        StringBuilder text = new StringBuilder(name + ": mean " + Amounts.number(mean)
                + ", standard deviation " + Amounts.number(std) + ", from " + Amounts.number(least) + " to "
                + Amounts.number(most));
        spectrum.ifPresent(values -> text.append(", singular values from ")
                .append(Amounts.number(values[0]))
                .append(" to ")
                .append(Amounts.number(values[values.length - 1]))
                .append(", the largest ")
                .append(Spectrum.holding(SHARE, values))
                .append(" of ")
                .append(values.length)
                .append(" with 90 % of the squares"));
        return broken == 0 ? text.toString() : text + ", " + broken + " not finite";
    }
}
