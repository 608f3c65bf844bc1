package org.modeljungle.show;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.metrics.Spread;
import org.modeljungle.nets.Epochs;

/**
 * Charts of an experiment's outcomes, one series for each value of whatever else was varied.
 *
 * <pre>{@code
 * show(Charts.of(outcomes).line("probes").logX());
 * show(Charts.of(outcomes).bars("expert"));
 * }</pre>
 *
 * @param outcomes means over the repeats are drawn, with their standard deviation as error bars
 * @param measure what is drawn, for the axis
 * @param number what is drawn of each trial
 * @param chance what guessing reaches; NaN for none
 */
public record OutcomeCharts(Outcomes outcomes, String measure, ToDoubleFunction<Outcome> number, double chance) {

    /** Of the main measure. */
    OutcomeCharts(Outcomes outcomes) {
        this(
                outcomes,
                outcomes.first().outcome().measure(),
                Outcome::score,
                Spread.of(outcomes.each(Outcome::chance)).mean());
    }

    /**
     * The same charts of another number of each trial:
     * {@code Charts.of(outcomes).of("gap", Outcome::gap).bars("method")}.
     *
     * @param what it is, for the axis
     */
    public OutcomeCharts of(String what, ToDoubleFunction<Outcome> another) {
        return new OutcomeCharts(outcomes, what, another, Double.NaN);
    }

    /**
     * Lines over a number that was varied.
     *
     * @throws IllegalArgumentException if it is no number, or was not varied
     */
    public XyChart line(String setting) {
        List<Double> xs = outcomes.values(setting).stream()
                .map(value -> position(setting, value))
                .sorted()
                .toList();
        XyChart chart = Charts.line(outcomes.name(), setting, measure);
        for (Map.Entry<String, List<Outcomes>> series : series(setting).entrySet()) {
            Spread[] own = new Spread[xs.size()];
            series.getValue()
                    .forEach(group ->
                            own[xs.indexOf(position(setting, group.first().setting(setting)))] =
                                    Spread.of(group.each(number)));
            int[] there =
                    IntStream.range(0, own.length).filter(i -> own[i] != null).toArray();
            chart = chart.series(
                    series.getKey(),
                    Arrays.stream(there).mapToDouble(xs::get).toArray(),
                    Arrays.stream(there).mapToDouble(i -> own[i].mean()).toArray(),
                    Arrays.stream(there).mapToDouble(i -> own[i].std()).toArray());
        }
        return chart.chance(chance);
    }

    /**
     * Bars for each value that was varied.
     *
     * @throws IllegalArgumentException if it was not varied
     */
    public BarChart bars(String setting) {
        List<Object> values = outcomes.values(setting);
        BarChart chart = Charts.bars(
                outcomes.name(), measure, values.stream().map(String::valueOf).toList());
        for (Map.Entry<String, List<Outcomes>> series : series(setting).entrySet()) {
            double[] means = new double[values.size()];
            double[] spreads = new double[values.size()];
            Arrays.fill(means, Double.NaN);
            series.getValue().forEach(group -> {
                int place = values.indexOf(group.first().setting(setting));
                Spread spread = Spread.of(group.each(number));
                means[place] = spread.mean();
                spreads[place] = spread.std();
            });
            chart = chart.series(series.getKey(), means, spreads);
        }
        return chart.chance(chance);
    }

    /**
     * Lines over depth for readers of one layer each, one for each kind of layer.
     *
     * @param setting the layers that were varied, by their names in the files; nothing else may be
     */
    public XyChart layers(String setting) {
        return LayerLines.add(Charts.line(outcomes.name(), "depth", measure), outcomes, setting, number)
                .chance(chance);
    }

    /**
     * Bars for each value that was varied, one series for each of several measures.
     *
     * @param measures as in {@link Outcome#bases()}; what guessing reaches of the first is drawn
     * @throws IllegalArgumentException if the setting was not varied, something else was too, or there is no such
     *     measure
     */
    public BarChart bars(String setting, List<String> measures) {
        List<String> categories =
                outcomes.values(setting).stream().map(String::valueOf).toList();
        Check.that(
                outcomes.groups().size() == categories.size(),
                "chart of '%s' over '%s': expected nothing else varied, found %s; where(...) and over(...) leave one",
                outcomes.name(),
                setting,
                outcomes.settings());
        BarChart chart = Charts.bars(outcomes.name(), outcomes.first().outcome().unit(), categories);
        for (String measure : measures) {
            List<Outcomes> groups = outcomes.by(measure).groups();
            double[] means = groups.stream().mapToDouble(Outcomes::mean).toArray();
            boolean repeated = groups.size() < outcomes.trials().size();
            chart = repeated
                    ? chart.series(
                            measure,
                            means,
                            groups.stream().mapToDouble(Outcomes::std).toArray())
                    : chart.series(measure, means);
        }
        return chart.chance(new OutcomeCharts(outcomes.by(measures.get(0))).chance());
    }

    /**
     * The course of training: the score on the models to choose by over the epochs, of the first trial of each setting.
     */
    public XyChart course() {
        XyChart chart = Charts.line(outcomes.name(), "epoch", "validation");
        for (Outcomes group : outcomes.groups()) {
            List<Epochs.Evaluation> history = group.first().outcome().history();
            chart = chart.series(
                    label(group, List.copyOf(outcomes.settings())),
                    history.stream().mapToDouble(Epochs.Evaluation::epoch).toArray(),
                    history.stream().mapToDouble(Epochs.Evaluation::score).toArray());
        }
        return chart;
    }

    /** The groups of all repeats, by the values of what else was varied. */
    private Map<String, List<Outcomes>> series(String setting) {
        List<String> others = outcomes.settings().stream()
                .filter(name -> !name.equals(setting)
                        && outcomes.trials().stream()
                                        .map(trial ->
                                                String.valueOf(trial.settings().get(name)))
                                        .distinct()
                                        .count()
                                > 1)
                .toList();
        return outcomes.groups().stream()
                .collect(Collectors.groupingBy(
                        group -> others.isEmpty() ? measure : label(group, others),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static String label(Outcomes group, List<String> others) {
        return others.stream()
                .map(name -> {
                    Object value = group.first().settings().get(name);
                    return value instanceof Number ? name + " " + value : String.valueOf(value);
                })
                .collect(Collectors.joining(", "));
    }

    private static double position(String setting, Object value) {
        Check.that(
                value instanceof Number,
                "chart over '%s': expected numbers, found '%s'; bars(\"%s\") draws texts",
                setting,
                value,
                setting);
        return ((Number) value).doubleValue();
    }
}
