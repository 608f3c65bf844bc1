package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;

/**
 * A vertical axis with round numbers on it.
 *
 * @param low the value at its lower end; above 0 on a logarithmic axis
 * @param high the value at its upper end
 * @param log whether it is logarithmic
 */
record HeightAxis(double low, double high, boolean log) {

    private static final double[] ROUND = {1, 2, 5, 10};

    /** An axis for values up to {@code largest}; a logarithmic one starts at {@code least}, if that is above 0. */
    static HeightAxis of(double least, double largest, boolean log) {
        double high = largest > 0 ? largest : 1;
        if (!log) {
            return new HeightAxis(0, high * 1.06, false);
        }
        double low = least > 0 && least < high ? least : high / 10;
        return new HeightAxis(low / 1.3, high * 1.15, true);
    }

    /** The position of a value: 0 is the lower end, 1 the upper one; values outside are cut. */
    double place(double value) {
        double part = log ? Math.log(Math.max(value, low) / low) / Math.log(high / low) : (value - low) / (high - low);
        return Math.max(0, Math.min(1, part));
    }

    /** Round numbers inside the axis, four to ten. */
    List<Double> ticks() {
        return log && high / low > 30 ? powers() : steps();
    }

    private List<Double> steps() {
        double rough = (high - low) / 8;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = 10 * power;
        for (double round : ROUND) {
            if (round * power >= rough) {
                step = round * power;
                break;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private List<Double> powers() {
        List<Double> ticks = new ArrayList<>();
        boolean few = high / low < 1e4;
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (double round : few ? new double[] {1, 2, 5} : new double[] {1}) {
                double tick = round * Math.pow(10, power);
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
