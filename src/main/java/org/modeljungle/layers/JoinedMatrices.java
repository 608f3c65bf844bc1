package org.modeljungle.layers;

import java.util.List;
import org.modeljungle.Check;

/** Several lists of matrices that are to become one. */
final class JoinedMatrices {

    private JoinedMatrices() {}

    /**
     * The first of them.
     *
     * @throws IllegalArgumentException if there is none, or they differ in shape, rank, or how they are stored
     */
    static Matrices first(List<? extends Matrices> parts) {
        Check.that(!parts.isEmpty(), "joined matrices: expected 1 part or more, found none");
        Matrices first = parts.get(0);
        for (Matrices part : parts) {
            Check.that(
                    alike(first, part),
                    "joined matrices: expected all as the first, %s, found %s; models of different shapes cannot be"
                            + " in one bank",
                    first,
                    part);
        }
        return first;
    }

    /** Whether two have matrices of one shape, and are factored in the same way or not at all. */
    private static boolean alike(Matrices a, Matrices b) {
        return a.rows() == b.rows() && a.cols() == b.cols() && rank(a) == rank(b);
    }

    private static int rank(Matrices matrices) {
        return matrices instanceof LowRank factors ? factors.rank() : 0;
    }
}
