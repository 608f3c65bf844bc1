package org.modeljungle.ridge;

import org.modeljungle.Check;

/** Checks of matrices between models. */
final class SquareMatrix {

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
