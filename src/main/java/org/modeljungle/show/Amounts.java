package org.modeljungle.show;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeljungle.Numbers;
import org.modeljungle.weights.NaturalOrder;

/** Amounts as texts. */
final class Amounts {

    private static final List<String> BYTES = List.of(" bytes", " kB", " MB", " GB", " TB");
    private static final List<String> COUNTS = List.of("", " thousand", " million", " billion", " trillion");

    private Amounts() {}

    /** {@code 12.3 MB}, in powers of a thousand. */
    static String bytes(long bytes) {
        return scaled(bytes, BYTES);
    }

    /** {@code 1.57 million}; up to 9,999 as it is. */
    static String count(long count) {
        return count < 10_000 ? Html.format("%,d", count) : scaled(count, COUNTS);
    }

    private static String scaled(long amount, List<String> units) {
        int power = 0;
        double scaled = amount;
        while (scaled >= 999.5 && power < units.size() - 1) {
            scaled /= 1000;
            power++;
        }
        String number =
                power == 0 ? Long.toString(amount) : Numbers.fixed(scaled, scaled < 10 ? 2 : scaled < 100 ? 1 : 0);
        return number + units.get(power);
    }

    /** A number with three significant digits: {@code 0.00431}, {@code 12.3}; "-" for NaN. */
    static String number(double value) {
        return Double.isFinite(value)
                ? Numbers.text(new BigDecimal(value).round(new MathContext(3)).doubleValue())
                : Numbers.text(value);
    }

    /** {@code 3} or, where they differ, {@code 3 to 5}. */
    static String range(String least, String most) {
        return least.equals(most) ? least : least + " to " + most;
    }

    /** {@code test 80, train 240}: how often each text is there, in natural order; of many some. */
    static String counts(Stream<String> texts, int most) {
        Map<String, Long> counts = new TreeMap<>(NaturalOrder.NATURAL);
        texts.forEach(text -> counts.merge(text, 1L, Long::sum));
        String some = counts.entrySet().stream()
                .limit(most)
                .map(entry -> entry.getKey() + Html.format(" %,d", entry.getValue()))
                .collect(Collectors.joining(", "));
        return counts.size() <= most ? some : counts.size() + " in all: " + some + ", ...";
    }

    /** The first texts, and how many more there are. */
    static String some(List<String> texts, int most) {
        String shown = String.join(", ", texts.subList(0, Math.min(most, texts.size())));
        return texts.size() <= most ? shown : shown + ", and " + Html.format("%,d", texts.size() - most) + " more";
    }

    /** The range of some numbers: {@code 3} or {@code 3 to 5}. */
    static String range(double... values) {
        double least = Arrays.stream(values).min().orElse(Double.NaN);
        double most = Arrays.stream(values).max().orElse(Double.NaN);
        return range(Numbers.text(least), Numbers.text(most));
    }
}
