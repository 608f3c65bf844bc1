package org.modeljungle.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.metrics.MeasureLabels;
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
 * @param outcomes means over the repeats are drawn, with their standard deviation as error bars; a single repeat has
 *     none
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
        XyChart chart = Charts.line(outcomes.name(), setting, axis());
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
                    Arrays.stream(there).mapToDouble(i -> error(own[i])).toArray());
        }
        return chart.chance(chance);
    }

    /**
     * A point for each value that was varied, as {@link BarChart} draws measures.
     *
     * @throws IllegalArgumentException if it was not varied
     */
    public BarChart bars(String setting) {
        List<Object> values = outcomes.values(setting);
        BarChart chart = Charts.bars(
                outcomes.name(), axis(), values.stream().map(Numbers::label).toList());
        for (Map.Entry<String, List<Outcomes>> series : series(setting).entrySet()) {
            double[] means = new double[values.size()];
            double[] spreads = new double[values.size()];
            Arrays.fill(means, Double.NaN);
            Arrays.fill(spreads, Double.NaN);
            series.getValue().forEach(group -> {
                int place = values.indexOf(group.first().setting(setting));
                Spread spread = Spread.of(group.each(number));
                means[place] = spread.mean();
                spreads[place] = error(spread);
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
        return LayerLines.add(Charts.line(outcomes.name(), "depth", axis()), outcomes, setting, number)
                .chance(chance);
    }

    /**
     * A point for each value that was varied, one series for each of several measures.
     *
     * @param measures as in {@link Outcome#bases()}; what guessing reaches of the first is drawn
     * @throws IllegalArgumentException if the setting was not varied, something else was too, or there is no such
     *     measure
     */
    public BarChart bars(String setting, List<String> measures) {
        List<String> categories =
                outcomes.values(setting).stream().map(Numbers::label).toList();
        Check.that(
                outcomes.groups().size() == categories.size(),
                "chart of '%s' over '%s': expected nothing else varied, found %s; where(...) and over(...) leave one",
                outcomes.name(),
                setting,
                outcomes.settings());
        String unit = MeasureLabels.of(outcomes.first().outcome().unit());
        BarChart chart = Charts.bars(outcomes.name(), unit + repeats(), categories);
        for (String measure : measures) {
            List<Outcomes> groups = outcomes.by(measure).groups();
            List<Spread> spreads =
                    groups.stream().map(group -> Spread.of(group.scores())).toList();
            chart = chart.series(
                    MeasureLabels.of(measure),
                    spreads.stream().mapToDouble(Spread::mean).toArray(),
                    spreads.stream().mapToDouble(OutcomeCharts::error).toArray());
        }
        return chart.chance(new OutcomeCharts(outcomes.by(measures.get(0))).chance());
    }

    /**
     * The course of training: the score on the models to choose by over the epochs, the mean over the repeats of each
     * setting, its highest in a ring.
     */
    public XyChart course() {
        String label = MeasureLabels.of(outcomes.first().outcome().unit());
        XyChart chart = course(label + " on validation models", Epochs.Evaluation::score);
        List<XyChart.Series> drawn =
                chart.series().stream().filter(one -> one.ys().length > 0).toList();
        int[] best = drawn.stream().mapToInt(one -> Course.highest(one.ys())).toArray();
        return chart.mark(
                "highest",
                IntStream.range(0, best.length)
                        .mapToDouble(i -> drawn.get(i).xs()[best[i]])
                        .toArray(),
                IntStream.range(0, best.length)
                        .mapToDouble(i -> drawn.get(i).ys()[best[i]])
                        .toArray());
    }

    /**
     * The course of the training loss over the epochs, the mean over the repeats of each setting.
     *
     * <p>{@code show(Panels.column(Charts.of(outcomes).losses(), Charts.of(outcomes).course()))} shows both.
     */
    public XyChart losses() {
        return course("training loss", Epochs.Evaluation::loss);
    }

    private XyChart course(String label, ToDoubleFunction<Epochs.Evaluation> number) {
        XyChart chart = Charts.line(outcomes.name(), "epoch", label + repeats());
        for (Outcomes group : outcomes.groups()) {
            Map<Integer, List<Double>> byEpoch = new TreeMap<>();
            group.forEach(trial -> trial.outcome()
                    .history()
                    .forEach(evaluation -> byEpoch.computeIfAbsent(evaluation.epoch(), epoch -> new ArrayList<>())
                            .add(number.applyAsDouble(evaluation))));
            List<Spread> spreads = byEpoch.values().stream()
                    .map(values -> Spread.of(
                            values.stream().mapToDouble(Double::doubleValue).toArray()))
                    .toList();
            chart = chart.series(
                    label(group, List.copyOf(outcomes.settings())),
                    byEpoch.keySet().stream().mapToDouble(epoch -> epoch).toArray(),
                    spreads.stream().mapToDouble(Spread::mean).toArray(),
                    spreads.stream().mapToDouble(OutcomeCharts::error).toArray());
        }
        return chart;
    }

    /** Half an error bar; a single repeat has none. */
    static double error(Spread spread) {
        return spread.n() > 1 ? spread.std() : Double.NaN;
    }

    private String axis() {
        return MeasureLabels.of(measure) + repeats();
    }

    /** What error bars are, for the axis; nothing where each setting has one trial. */
    private String repeats() {
        IntSummaryStatistics repeats = outcomes.groups().stream()
                .mapToInt(group -> group.trials().size())
                .summaryStatistics();
        String range = Amounts.range(String.valueOf(repeats.getMin()), String.valueOf(repeats.getMax()));
        return repeats.getMax() == 1 ? "" : ", mean \u00b1 standard deviation of " + range + " repeats";
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
                        group -> others.isEmpty() ? MeasureLabels.of(measure) : label(group, others),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    private static String label(Outcomes group, List<String> others) {
        return others.stream()
                .map(name -> {
                    Object value = group.first().settings().get(name);
                    return value instanceof Number ? name + " " + Numbers.label(value) : String.valueOf(value);
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
