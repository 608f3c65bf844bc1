package org.modeljungle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Numbers as a reader wants them, the same in charts, tables and messages: a zero before the decimal point (0.05, as
 * ISO 80000-1 has it), a dot in every locale, no exponent where the number can be written out.
 */
public final class Numbers {

    private static final int DIGITS = 4;
    private static final int MOST_DECIMALS = 6;
    private static final int BRIEF_DECIMALS = 3;
    private static final double LARGE = 1e7;

    private Numbers() {}

    /** One number with at most four significant digits, all digits before the point kept; "-" for NaN. */
    public static String text(double value) {
        return column(new double[] {value}).get(0);
    }

    /** One number with three decimals at most, or its first two digits where it is less than 0.001; "-" for NaN. */
    public static String brief(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return text(value);
        }
        int leading = (int) Math.floor(Math.log10(Math.abs(value)));
        int decimals = leading < -BRIEF_DECIMALS ? 1 - leading : BRIEF_DECIMALS;
        BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
        return text(rounded.doubleValue());
    }

    /** A setting's value: fractions as {@link #text}, everything else as it says itself. */
    public static String label(Object value) {
        boolean fraction = value instanceof Double || value instanceof Float;
        return fraction ? text(((Number) value).doubleValue()) : String.valueOf(value);
    }

    /** The numbers of one column, all with the same number of decimals; "-" for NaN. */
    public static List<String> column(double[] values) {
        int decimals = decimals(values);
        List<String> texts = new ArrayList<>(values.length);
        for (double value : values) {
            texts.add(fixed(value, decimals));
        }
        return texts;
    }

    /** The same with {@code most} decimals at most, or two digits of the largest number where they would be lost. */
    public static List<String> column(double[] values, int most) {
        double largest = 0;
        for (double value : values) {
            largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
        }
        if (largest < Math.pow(10, 1 - most)) {
            return largest == 0 ? column(values) : column(values, 1 - (int) Math.floor(Math.log10(largest)));
        }
        double[] rounded = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            boolean finite = Double.isFinite(values[i]);
            rounded[i] = finite
                    ? new BigDecimal(values[i])
                            .setScale(most, RoundingMode.HALF_EVEN)
                            .doubleValue()
                    : values[i];
        }
        return column(rounded);
    }

    /** One number with {@code decimals} decimals, or in scientific notation where they would hide it. */
    public static String fixed(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "-";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        boolean vanishes = value != 0 && Math.abs(value) < 0.5 * Math.pow(10, -decimals);
        if (vanishes || blurs(value, decimals) || (!whole && Math.abs(value) >= LARGE) || Math.abs(value) >= 1e15) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        return new BigDecimal(value)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .toPlainString()
                .replaceFirst("^-(0(\\.0*)?)$", "$1");
    }

    /** Whether even the most decimals would show another number, more than a twentieth away. */
    private static boolean blurs(double value, int decimals) {
        double unit = Math.pow(10, -MOST_DECIMALS);
        return decimals == MOST_DECIMALS && Math.abs(Math.rint(value / unit) * unit - value) > .05 * Math.abs(value);
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
