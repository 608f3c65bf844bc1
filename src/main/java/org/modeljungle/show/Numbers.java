package org.modeljungle.show;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Numbers as a reader wants them: four digits that matter, aligned within a column. */
final class Numbers {

    private static final int DIGITS = 4;
    private static final int MOST_DECIMALS = 6;
    private static final double LARGE = 1e7;

    private Numbers() {}

    /** One number with at most four significant digits; "-" for NaN. */
    static String text(double value) {
        return column(new double[] {value}).get(0);
    }

    /** The numbers of one column, all with the same number of decimals; "-" for NaN. */
    static List<String> column(double[] values) {
        int decimals = decimals(values);
        List<String> texts = new ArrayList<>(values.length);
        for (double value : values) {
            texts.add(one(value, decimals));
        }
        return texts;
    }

    private static String one(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "-";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        boolean vanishes = value != 0 && Math.abs(value) < 0.5 * Math.pow(10, -decimals);
        if (vanishes || (!whole && Math.abs(value) >= LARGE) || Math.abs(value) >= 1e15) {
            return Html.format("%.2e", value);
        }
        return new BigDecimal(value)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .toPlainString()
                .replaceFirst("^-(0(\\.0*)?)$", "$1");
    }

    /** The fewest decimals that show four significant digits of the largest value. */
    private static int decimals(double[] values) {
        double largest = 0;
        for (double value : values) {
            if (Double.isFinite(value)) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        int most = largest == 0 ? 0 : DIGITS - 1 - (int) Math.floor(Math.log10(largest));
        most = Math.max(0, Math.min(MOST_DECIMALS, most));
        int needed = 0;
        for (double value : values) {
            if (Double.isFinite(value) && value != 0) {
                needed = Math.max(needed, scale(value, most));
            }
        }
        return needed;
    }

    private static int scale(double value, int most) {
        BigDecimal rounded = new BigDecimal(value, MathContext.DECIMAL64).setScale(most, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0
                ? 0
                : Math.max(0, rounded.stripTrailingZeros().scale());
    }
}
