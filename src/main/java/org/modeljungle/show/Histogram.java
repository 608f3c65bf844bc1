package org.modeljungle.show;

import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Numbers;

/** Counts of values by the range that they lie in. */
final class Histogram {

    private static final double ROUNDING =
            1e-6; // of a range: .3f is not .3, and belongs to the range that begins there

    private Histogram() {}

    static BarChart of(String title, String what, float[] values, double from, double to, int ranges) {
        Check.that(
                from < to && ranges > 0,
                "histogram '%s': expected 1 range or more between two rising numbers, found %d from %s to %s",
                title,
                ranges,
                from,
                to);
        double[] counts = new double[ranges];
        for (float value : values) {
            if (Float.isNaN(value)) {
                continue; // lies in none
            }
            int place = (int) Math.floor((value - from) / (to - from) * ranges + ROUNDING);
            counts[Math.max(0, Math.min(ranges - 1, place))]++;
        }
        double[] starts = IntStream.range(0, ranges)
                .mapToDouble(i -> from + i * (to - from) / ranges)
                .toArray();
        return Charts.bars(title, what, Numbers.column(starts)).series(what, counts);
    }
}
