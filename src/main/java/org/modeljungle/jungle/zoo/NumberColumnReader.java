package org.modeljungle.jungle.zoo;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.columns.Column;

/**
 * A column of numbers. Tablesaw takes one with an infinity for texts, where a training that diverged has none other.
 *
 * @param at the number of a line; NaN where there is none
 */
record NumberColumnReader(IntToDoubleFunction at) {

    /** None for a column of other things. */
    static Optional<NumberColumnReader> of(Column<?> column) {
        if (column instanceof NumericColumn<?> numbers) {
            return Optional.of(
                    new NumberColumnReader(row -> numbers.isMissing(row) ? Double.NaN : numbers.getDouble(row)));
        }
        return column instanceof StringColumn texts && isNumbers(texts)
                ? Optional.of(
                        new NumberColumnReader(row -> number(texts.get(row)).orElse(Double.NaN)))
                : Optional.empty();
    }

    private static boolean isNumbers(StringColumn texts) {
        return texts.asList().stream()
                        .allMatch(text -> text.isBlank() || number(text).isPresent())
                && texts.asList().stream().anyMatch(text -> number(text).isPresent());
    }

    private static OptionalDouble number(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "inf", "+inf", "infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            case "nan" -> OptionalDouble.of(Double.NaN);
            default -> parsed(word);
        };
    }

    private static OptionalDouble parsed(String word) {
        try {
            return OptionalDouble.of(Double.parseDouble(word));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** The numbers of some lines. */
    float[] rows(List<Integer> order) {
        float[] values = new float[order.size()];
        IntStream.range(0, values.length).forEach(i -> values[i] = (float) at.applyAsDouble(order.get(i)));
        return values;
    }
}
