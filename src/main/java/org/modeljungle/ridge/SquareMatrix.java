package org.modeljungle.ridge;

import org.modeljungle.Check;

/** Checks of matrices between models. */
final class SquareMatrix {

    private static final double ROUNDING = 1e-6;

    private SquareMatrix() {}

    static void check(String what, double[][] values) {
        Check.that(values.length > 0, "%s: expected 1 model or more, found none", what);
        for (int row = 0; row < values.length; row++) {
            Check.that(
                    values[row].length == values.length,
                    "%s: expected [%d, %d], found a row %d of %d numbers",
                    what,
                    values.length,
                    values.length,
                    row,
                    values[row].length);
            checkFinite(what, row, values[row]);
        }
    }

    /** But for rounding: only one of its halves is read. */
    static void checkSymmetric(String what, double[][] values) {
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < i; j++) {
                double size = Math.abs(values[i][j]) + Math.abs(values[j][i]);
                Check.that(
                        Math.abs(values[i][j] - values[j][i]) <= ROUNDING * Math.max(size, diagonal(values, i, j)),
                        "%s: expected a symmetric matrix, found %s at [%d, %d] and %s at [%d, %d]",
                        what,
                        values[i][j],
                        i,
                        j,
                        values[j][i],
                        j,
                        i);
            }
        }
    }

    private static double diagonal(double[][] values, int i, int j) {
        return Math.sqrt(Math.abs(values[i][i] * values[j][j]));
    }

    static void checkFinite(String what, int row, double[] numbers) {
        for (double number : numbers) {
            Check.that(
                    Double.isFinite(number),
                    "%s: expected finite numbers, found %s in row %d; look at that model's weights",
                    what,
                    number,
                    row);
        }
    }
}
