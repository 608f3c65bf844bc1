package org.modeljungle.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.Results;
import org.modeljungle.metrics.Spread;
import org.modeljungle.store.UniqueColumns;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How far one value of a setting is ahead of the others, repeat by repeat, all else being equal.
 *
 * @param setting which
 * @param first its value's label
 * @param pairs the repeats of the first and of another
 */
record Leads(String setting, Object first, List<Pair> pairs) {

    /** Repeats of two settings that differ in one value. */
    record Pair(Outcomes first, Outcomes other) {

        /** The difference of each repeat // [repeats] */
        double[] differences() {
            Check.that(
                    repeats(first).equals(repeats(other)),
                    "outcomes of '%s': expected the same repeats of both, found %s of %s and %s of %s",
                    first.name(),
                    repeats(first),
                    first.first().settings(),
                    repeats(other),
                    other.first().settings());
            return IntStream.range(0, first.trials().size())
                    .mapToDouble(i -> first.scores()[i] - other.scores()[i])
                    .toArray();
        }

        private static List<Integer> repeats(Outcomes outcomes) {
            return outcomes.trials().stream().map(Trial::repeat).toList();
        }
    }

    static Leads of(Outcomes outcomes, String setting, Object value) {
        Map<Map<String, Object>, Outcomes> firsts = new LinkedHashMap<>();
        Object label = Grid.Value.of(value).label();
        outcomes.where(setting, value)
                .groups()
                .forEach(group -> firsts.put(without(setting, group.first().settings()), group));
        List<Pair> pairs = outcomes.groups().stream()
                .filter(group -> !label.equals(group.first().settings().get(setting)))
                .flatMap(group -> Stream.ofNullable(
                                firsts.get(without(setting, group.first().settings())))
                        .map(first -> new Pair(first, group)))
                .toList();
        Check.that(
                !pairs.isEmpty(),
                "outcomes of '%s': expected a value of '%s' to compare with '%s', found none",
                outcomes.name(),
                setting,
                label);
        return new Leads(setting, label, pairs);
    }

    private static Map<String, Object> without(String setting, Map<String, Object> settings) {
        Map<String, Object> others = new LinkedHashMap<>(settings);
        others.remove(setting);
        return others;
    }

    Table table() {
        Outcomes any = pairs.get(0).first;
        Table table = Table.create(any.name() + ": " + first + " less ...");
        any.settings()
                .forEach(name -> UniqueColumns.add(
                        table,
                        texts(
                                name,
                                pair -> Numbers.label(
                                        pair.other.first().settings().get(name)))));
        UniqueColumns.add(
                table,
                texts(measures(), pair -> Spread.of(pair.differences()).toString()),
                texts(
                        "each repeat",
                        pair -> DoubleStream.of(pair.differences())
                                .mapToObj(difference -> String.format(Locale.ROOT, "%+.3f", difference))
                                .collect(Collectors.joining(", "))));
        return table;
    }

    private String measures() {
        return pairs.stream()
                .map(pair -> pair.first.first().outcome().measure())
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private StringColumn texts(String name, java.util.function.Function<Pair, String> text) {
        return StringColumn.create(name, pairs.stream().map(text).toList());
    }

    /** Of each pair one metric: {@code inr-digits/probegen-less-vanilla/accuracy}. */
    List<Results.Metric> metrics(String prefix, String why) {
        return DistinctMetrics.of(
                pairs.stream().map(pair -> new DistinctMetrics.Of(pair.other, metric(prefix, pair, why))));
    }

    private Results.Metric metric(String prefix, Pair pair, String why) {
        String start = OutcomeMetrics.name(prefix, named(pair.other.first().settings()));
        return OutcomeMetrics.of(start, pair.first, pair.differences(), 0, why);
    }

    private List<Object> named(Map<String, Object> settings) {
        Map<String, Object> names = new LinkedHashMap<>(settings);
        names.computeIfPresent(setting, (key, other) -> first + " less " + other);
        return List.copyOf(names.values());
    }
}
