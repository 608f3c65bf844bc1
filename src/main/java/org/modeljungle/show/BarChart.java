package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;

/**
 * A bar chart: one group of bars per category, one bar in it per series.
 *
 * @param title above the chart
 * @param valueLabel what the bars' height means, with its unit
 * @param categories a name per group
 * @param series the heights
 * @param chance the value that guessing reaches, drawn as a dashed line; NaN for none
 */
public record BarChart(String title, String valueLabel, List<String> categories, List<Series> series, double chance)
        implements Figure {

    /**
     * The bars of one colour.
     *
     * @param values a height per category
     * @param errors half the length of each error bar; empty for none
     */
    @SuppressWarnings("ArrayRecordComponent") // plain data on its way to the drawing, never compared
    public record Series(String name, double[] values, double[] errors) {}

    /** Checks that every series has a value per category. */
    public BarChart {
        categories = List.copyOf(categories);
        series = List.copyOf(series);
        Check.that(!categories.isEmpty(), "bar chart '%s': expected 1 category or more, found none", title);
        for (Series one : series) {
            Check.that(
                    one.values.length == categories.size(),
                    "bar chart '%s', series '%s': expected %d values, one per category, found %d",
                    title,
                    one.name,
                    categories.size(),
                    one.values.length);
            Check.that(
                    one.errors.length == 0 || one.errors.length == categories.size(),
                    "bar chart '%s', series '%s': expected %d error bars, one per category, found %d",
                    title,
                    one.name,
                    categories.size(),
                    one.errors.length);
        }
    }

    static BarChart of(String title, String valueLabel, List<String> categories) {
        return new BarChart(title, valueLabel, categories, List.of(), Double.NaN);
    }

    /** The same chart with one more bar per category. */
    public BarChart series(String name, double... values) {
        return series(name, values, new double[0]);
    }

    /**
     * The same chart with one more series, each category's value by its name; one that has none is left out.
     *
     * @throws IllegalArgumentException if a value is of no category
     */
    public BarChart series(String name, Map<String, Double> values) {
        Check.that(
                categories.containsAll(values.keySet()),
                "bar chart series '%s': expected values of %s, found %s",
                name,
                categories,
                values.keySet());
        return series(
                name,
                categories.stream()
                        .mapToDouble(category -> values.getOrDefault(category, Double.NaN))
                        .toArray());
    }

    /**
     * The same chart with one more bar per category.
     *
     * @param errors half the length of each error bar
     */
    public BarChart series(String name, double[] values, double[] errors) {
        List<Series> more = new ArrayList<>(series);
        more.add(new Series(name, values, errors));
        return new BarChart(title, valueLabel, categories, more, chance);
    }

    /** The same chart with a dashed line at the value that guessing reaches. */
    public BarChart chance(double value) {
        return new BarChart(title, valueLabel, categories, series, value);
    }

    @Override
    public Picture picture() {
        return Picture.guarded(alt(), () -> BarPainter.paint(this));
    }

    /** What the chart shows, in words. */
    String alt() {
        List<String> parts = new ArrayList<>();
        for (Series one : series) {
            List<String> texts = Numbers.column(one.values);
            List<String> bars = new ArrayList<>();
            for (int i = 0; i < categories.size(); i++) {
                bars.add(categories.get(i) + " " + texts.get(i));
            }
            parts.add(one.name + " (" + String.join(", ", bars) + ")");
        }
        String guess = Double.isNaN(chance) ? "" : "; chance " + Numbers.text(chance);
        return title + ", bar chart of " + valueLabel + ": " + String.join("; ", parts) + guess;
    }

    @Override
    public String toString() {
        return alt();
    }
}
