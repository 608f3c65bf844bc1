package org.modeljungle;

import java.util.Arrays;

/**
 * A number of a job over time, such as a training's loss: at most {@value #MOST} points. Where more come, every second
 * one is kept, so that the curve spans the job from its start. Its owner keeps two threads from using it at once.
 */
final class LiveCurve {

    static final int MOST = 200;

    private final String name;
    private double[] values = new double[MOST];
    private int size;
    private int stride = 1; // points that came for each that is kept
    private long came;
    private double last;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;

    LiveCurve(String name) {
        this.name = name;
    }

    void add(double value) {
        last = value;
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
        if (came++ % stride != 0) {
            return;
        }
        if (size == MOST) {
            thin();
        }
        values[size++] = value;
    }

    private void thin() {
        size = MOST / 2;
        for (int i = 0; i < size; i++) {
            values[i] = values[2 * i];
        }
        stride *= 2;
    }

    /** The curve as it is now; the latest number is always its last point. */
    ProgressView.Curve view() {
        double[] points = Arrays.copyOf(values, size + 1);
        points[size] = last;
        boolean kept = size > 0 && (came - 1) % stride == 0; // the latest is among those kept
        return new ProgressView.Curve(name, kept ? Arrays.copyOf(points, size) : points, lowest, highest);
    }
}
