package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.modeljungle.Numbers;

/**
 * An axis with round numbers on it.
 *
 * @param low the value at its beginning; above 0 on a logarithmic axis
 * @param high the value at its end
 * @param log whether it is logarithmic
 */
record Axis(double low, double high, boolean log) {

    private static final double[] ROUND = {1, 2, 5, 10};
    private static final int STEPS = 8;
    private static final int MOST_DECIMALS = 8;
    private static final double MARGIN = 0.04; // of the axis, at both ends
    private static final double LEAST_SHARE = 0.25; // of the axis, for the data

    /** An axis for values up to {@code largest}; a logarithmic one starts at {@code least}, if that is above 0. */
    static Axis upTo(double least, double largest, boolean log) {
        double high = largest > 0 ? largest : 1;
        if (!log) {
            return new Axis(0, high * 1.06, false);
        }
        double low = least > 0 && least < high ? least : high / 10;
        return new Axis(low / 1.3, high * 1.15, true);
    }

    /** An axis with a little room around values from {@code least} to {@code largest}. */
    static Axis around(double least, double largest, boolean log) {
        if (!(least <= largest)) { // no values at all
            return log ? new Axis(1, 10, true) : new Axis(0, 1, false);
        }
        if (log) {
            double factor = least == largest ? 2 : Math.pow(largest / least, MARGIN);
            return new Axis(least / factor, largest * factor, true);
        }
        double room = least == largest ? Math.max(Math.abs(least) * 0.1, 1e-9) : (largest - least) * MARGIN;
        return new Axis(least - room, largest + room, false);
    }

    /**
     * Whether values from {@code least} to {@code largest} keep a quarter or more of an axis that holds one more value.
     * If they do not, their differences can hardly be seen. A single value keeps the other one, to be held against.
     */
    static boolean hasRoomFor(double other, double least, double largest, boolean log) {
        if (!(least < largest)) {
            return true;
        }
        double low = Math.min(least, other);
        double high = Math.max(largest, other);
        double share = log ? Math.log(largest / least) / Math.log(high / low) : (largest - least) / (high - low);
        return share >= LEAST_SHARE;
    }

    /** The same axis with as much room again at both ends. */
    Axis wider() {
        return log
                ? new Axis(low / Math.pow(high / low, MARGIN), high * Math.pow(high / low, MARGIN), true)
                : new Axis(low - (high - low) * MARGIN, high + (high - low) * MARGIN, false);
    }

    /** The position of a value: 0 is the beginning, 1 the end; values outside are cut. */
    double place(double value) {
        double part = log ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
        return Math.max(0, Math.min(1, part));
    }

    /** The value at a position, as {@link #place} counts it. */
    double at(double place) {
        return log ? low * Math.pow(high / low, place) : low + place * (high - low);
    }

    /** Round numbers inside the axis, four to ten. */
    List<Double> ticks() {
        return ticks(STEPS);
    }

    /** Round numbers inside the axis, about {@code most} at most: on a logarithmic axis 1, 2, 5, 10, 20, ... */
    List<Double> ticks(int most) {
        if (!log || high / low < 5) {
            return steps(most);
        }
        double[][] rounds = {{1, 2, 5}, {1, 3}, {1}};
        for (double[] round : rounds) {
            List<Double> ticks = powers(round, 1);
            if (ticks.size() <= most + 2) {
                return ticks;
            }
        }
        int decades = (int) Math.ceil(Math.log10(high / low));
        return powers(new double[] {1}, (decades + most - 1) / most);
    }

    /** The texts of round numbers: as many decimals each on a linear axis, as few as possible on a logarithmic one. */
    List<String> texts(List<Double> ticks) {
        return log
                ? ticks.stream().map(Numbers::text).toList()
                : Numbers.column(ticks.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** The distance of round numbers, about {@code most} of which lie inside a linear axis. */
    double step(int most) {
        double rough = (high - low) / most;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double round : ROUND) {
            if (round * power >= rough) {
                return round * power;
            }
        }
        return 10 * power;
    }

    /**
     * The texts of what XChart marks on an axis: as many decimals each where the numbers are {@code step} apart; on a
     * logarithmic axis, where it marks 1, 2, ... 9 of each power of ten, only the texts of {@link #ticks}.
     */
    Function<Double, String> formatter(double step) {
        if (!log) {
            int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
            int shown = decimals > MOST_DECIMALS ? 0 : decimals; // 0: what is too small is written as 2.00e-12
            return value -> {
                boolean between =
                        Math.abs(value / step - Math.rint(value / step)) > 1e-6; // XChart chose less in low charts
                return Numbers.fixed(Math.abs(value) < step * 1e-6 ? 0 : value, between ? shown + 1 : shown);
            };
        }
        List<Double> ticks = ticks();
        return value -> ticks.stream().anyMatch(tick -> Math.abs(tick / value - 1) < 1e-6) ? Numbers.text(value) : "";
    }

    private List<Double> steps(int most) {
        double step = step(most);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private List<Double> powers(double[] rounds, int every) {
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (double round : rounds) {
                double tick = round * Math.pow(10, power);
                if (Math.floorMod(power, every) == 0 && tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
