package org.modeljungle.experiment;

import java.util.List;
import org.modeljungle.metrics.Spread;

/**
 * Numbers of a table's column, the highest marked by a star: a fact about means, not a significance test; what is ahead
 * by less than the spread may be so by chance ({@link Outcomes#leads} compares repeat by repeat).
 */
final class Highest {

    private static final String STAR = " *";

    private Highest() {}

    /** The texts of a column, empty for NaN; none is marked where all are the same. */
    static List<String> marked(List<Spread> column) {
        double highest = column.stream()
                .mapToDouble(Spread::mean)
                .filter(mean -> !Double.isNaN(mean))
                .max()
                .orElse(Double.NaN);
        boolean same = column.stream().mapToDouble(Spread::mean).noneMatch(mean -> mean < highest);
        return column.stream()
                .map(spread -> text(spread) + (!same && spread.mean() == highest ? STAR : ""))
                .toList();
    }

    /** The text of what guessing reaches: a spread only where repeats differ in it. */
    static String chance(Spread spread) {
        return spread.std() == 0 ? text(new Spread(spread.mean(), 0, 1)) : text(spread);
    }

    /** The text of a number, empty for NaN. */
    static String text(Spread spread) {
        return Double.isNaN(spread.mean()) ? "" : spread.toString();
    }
}
