package org.modeljungle.store;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A cell that is not empty.
 *
 * @param text as it stands there
 * @param number where it is one
 * @param list where it is one
 */
record TableCell(String text, OptionalDouble number, Optional<List<String>> list) {

    private static final int LONGEST_NUMBER = 64; // characters

    /** A text that is a number where it looks like one. */
    static TableCell guessed(String text) {
        return new TableCell(text, number(text), Optional.empty());
    }

    /** A text that is no number, whatever it looks like. */
    static TableCell text(String text) {
        return new TableCell(text, OptionalDouble.empty(), Optional.empty());
    }

    static TableCell list(List<String> strings) {
        return new TableCell(strings.toString(), OptionalDouble.empty(), Optional.of(List.copyOf(strings)));
    }

    private static OptionalDouble number(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return OptionalDouble.empty();
        }
        try {
            double number = new BigDecimal(text).doubleValue();
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
