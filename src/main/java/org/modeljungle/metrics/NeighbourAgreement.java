package org.modeljungle.metrics;

import java.util.Collections;
import java.util.List;
import org.modeljungle.Check;

/**
 * How often the nearest neighbour of a thing is of the same kind: how well a similarity tells kinds apart without
 * training.
 */
public final class NeighbourAgreement {

    private NeighbourAgreement() {}

    /**
     * The share of things whose most similar other, the first of equals, has the same label.
     *
     * @param similarities the diagonal does not count // [things, things]
     * @param labels of each
     * @throws IllegalArgumentException if there are fewer than 2 things, or the sizes do not match
     */
    public static double of(double[][] similarities, List<?> labels) {
        check(similarities.length, labels);
        int same = 0;
        for (int i = 0; i < similarities.length; i++) {
            Check.that(
                    similarities[i].length == similarities.length,
                    "neighbours: expected similarities of %d things in each row, found %d in row %d",
                    similarities.length,
                    similarities[i].length,
                    i);
            same += labels.get(nearest(similarities[i], i)).equals(labels.get(i)) ? 1 : 0;
        }
        return (double) same / similarities.length;
    }

    /** What it is where the neighbour of each is any other thing. */
    public static double chance(List<?> labels) {
        check(labels.size(), labels);
        double same = 0;
        for (Object label : labels) {
            same += (Collections.frequency(labels, label) - 1.0) / (labels.size() - 1);
        }
        return same / labels.size();
    }

    private static int nearest(double[] row, int self) {
        int best = self == 0 ? 1 : 0;
        for (int i = best + 1; i < row.length; i++) {
            if (i != self && row[i] > row[best]) {
                best = i;
            }
        }
        return best;
    }

    private static void check(int things, List<?> labels) {
        Check.that(
                things > 1 && things == labels.size(),
                "neighbours: expected a label for each of 2 things or more, found %d things and %d labels",
                things,
                labels.size());
    }
}
