package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.Numbers;

/**
 * Numbers of categories, one of each series.
 *
 * <p>How they are drawn depends on what they are. Counts and amounts are bars: a bar's length is its value, so it
 * begins at zero. A measure, which is what has a chance level or error bars, has no length: 0.89 is not a twentieth
 * more than 0.85 where guessing reaches 0.5, and bars from zero would hide the difference. Measures are drawn as points
 * on an axis that holds all of them and, if it is near enough, the chance level, each with its error bar, if it has
 * one, and with its value behind; one row a category, so that long names can be read.
 *
 * @param title above the chart
 * @param valueLabel what the numbers mean, with their unit
 * @param categories a name per group
 * @param series the numbers
 * @param chance the value that guessing reaches, drawn as a dashed line, or named at the axis where its line would
 *     leave less than a quarter of the chart to the numbers; NaN for none
 */
public record BarChart(String title, String valueLabel, List<String> categories, List<Series> series, double chance)
        implements Figure {

    /**
     * The numbers of one colour.
     *
     * @param values one per category; NaN where there is none
     * @param errors half the length of each error bar, 0 or NaN for none; empty where the numbers have none at all
     */
    @SuppressWarnings("ArrayRecordComponent") // plain data on its way to the drawing, never compared
    public record Series(String name, double[] values, double[] errors) {

        /** Half the length of an error bar; 0 for none. */
        double error(int category) {
            return errors.length > 0 && errors[category] > 0 ? errors[category] : 0;
        }
    }

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
        return Picture.guarded(alt(), () -> measured() ? DotPainter.paint(this) : BarPainter.paint(this));
    }

    /** Whether it is of a measure, not of counts or amounts. */
    private boolean measured() {
        return !Double.isNaN(chance) || series.stream().anyMatch(one -> one.errors.length > 0);
    }

    /** What the chart shows, in words. */
    String alt() {
        List<String> parts = new ArrayList<>();
        for (Series one : series) {
            List<String> texts = Numbers.column(one.values, 3);
            List<String> bars = new ArrayList<>();
            for (int i = 0; i < categories.size(); i++) {
                String error = one.error(i) > 0 ? " \u00b1 " + Numbers.brief(one.error(i)) : "";
                bars.add(categories.get(i) + " " + texts.get(i) + error);
            }
            parts.add(one.name + " (" + String.join(", ", bars) + ")");
        }
        String guess = Double.isNaN(chance) ? "" : "; " + Style.chance(chance);
        return title + (measured() ? ", dot plot of " : ", bar chart of ") + valueLabel + ": "
                + String.join("; ", parts) + guess;
    }

    @Override
    public String toString() {
        return alt();
    }
}
