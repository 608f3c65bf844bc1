package org.modeljungle.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.metrics.Spread;
import org.modeljungle.store.UniqueColumns;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/** Outcomes as tables. */
final class OutcomeTables {

    private OutcomeTables() {}

    /** One row a trial. */
    static Table trials(Outcomes outcomes) {
        List<Trial> trials = outcomes.trials();
        Table table = Table.create(outcomes.name());
        outcomes.settings()
                .forEach(name -> UniqueColumns.add(
                        table,
                        column(
                                name,
                                trials.stream()
                                        .map(trial -> trial.settings().get(name))
                                        .toList())));
        UniqueColumns.add(
                table,
                IntColumn.create(
                        "repeat", trials.stream().mapToInt(Trial::repeat).toArray()));
        measures(outcomes)
                .forEach(name -> UniqueColumns.add(
                        table,
                        numbers(name, outcomes, outcome -> outcome.measures().getOrDefault(name, Double.NaN))));
        UniqueColumns.add(
                table,
                numbers("validation", outcomes, Outcome::validation),
                numbers("training", outcomes, Outcome::training),
                numbers("chance", outcomes, Outcome::chance),
                IntColumn.create(
                        "n",
                        trials.stream().mapToInt(trial -> trial.outcome().n()).toArray()),
                whole("parameters", trials, Outcome.Costs::parameters),
                whole("FLOPs", trials, Outcome.Costs::flops),
                whole("FLOPs per batch", trials, Outcome.Costs::flopsPerBatch),
                numbers("seconds", outcomes, outcome -> outcome.costs().seconds()),
                texts("commit", trials, Trial.Provenance::commit),
                texts("trained", trials, Trial.Provenance::at));
        return table;
    }

    /** One row a setting. */
    static Table settings(Outcomes outcomes) {
        List<Outcomes> groups = outcomes.groups();
        Table table = Table.create(outcomes.name());
        names(outcomes, groups).forEach(column -> UniqueColumns.add(table, column));
        Set<String> names = new LinkedHashSet<>();
        groups.forEach(group -> names.add(group.first().outcome().measure()));
        String measure = String.join(" or ", names);
        boolean chosen = groups.size() > 1 && validated(outcomes);
        UniqueColumns.add(
                table,
                chosen ? spreads(measure, groups, Outcome::score) : marked(measure, groups),
                spreads("validation", groups, Outcome::validation),
                spreads("training", groups, Outcome::training),
                StringColumn.create(
                        "chance",
                        groups.stream()
                                .map(group -> Highest.chance(Spread.of(group.each(Outcome::chance))))
                                .toList()),
                IntColumn.create(
                        "repeats",
                        groups.stream().mapToInt(group -> group.trials().size()).toArray()));
        if (chosen) {
            Trial best = outcomes.best().first();
            UniqueColumns.add(
                    table,
                    StringColumn.create(
                            "best",
                            groups.stream()
                                    .map(group -> group.first().equals(best) ? "on validation" : "")
                                    .toList()));
        }
        List<Trial> firsts = groups.stream().map(Outcomes::first).toList();
        UniqueColumns.add(
                table,
                whole("parameters", firsts, Outcome.Costs::parameters),
                whole("FLOPs", firsts, Outcome.Costs::flops),
                whole("FLOPs per batch", firsts, Outcome.Costs::flopsPerBatch),
                DoubleColumn.create(
                        "seconds",
                        groups.stream()
                                .mapToDouble(group -> Spread.of(group.each(
                                                outcome -> outcome.costs().seconds()))
                                        .mean())
                                .toArray()));
        return table;
    }

    /** One row a setting, with several measures. */
    static Table measured(Outcomes outcomes, String... measures) {
        Table table = Table.create(outcomes.name());
        names(outcomes, outcomes.groups()).forEach(column -> UniqueColumns.add(table, column));
        for (String measure : measures) {
            List<Outcomes> groups = outcomes.by(measure).groups();
            UniqueColumns.add(
                    table,
                    marked(measure, groups),
                    StringColumn.create(
                            measure + " by chance",
                            groups.stream()
                                    .map(group -> Spread.of(group.each(Outcome::chance))
                                            .mean())
                                    .map(chance -> String.format(Locale.ROOT, "%.3f", chance))
                                    .toList()));
        }
        return table;
    }

    /** One row a setting that both have. */
    static Table compared(Outcomes old, Outcomes now) {
        Map<Map<String, Object>, Outcomes> before = new LinkedHashMap<>();
        old.groups().forEach(group -> before.put(group.first().settings(), group));
        List<Outcomes> groups = now.groups().stream()
                .filter(group -> before.containsKey(group.first().settings()))
                .toList();
        Check.that(
                !groups.isEmpty(),
                "outcomes to compare: expected settings that both have, found %s and %s",
                old.settings(),
                now.settings());
        Table table = Table.create(now.name());
        names(now, groups).forEach(column -> UniqueColumns.add(table, column));
        List<Outcomes> theirs = groups.stream()
                .map(group -> before.get(group.first().settings()))
                .toList();
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            differences.add(groups.get(i).mean() - theirs.get(i).mean());
        }
        UniqueColumns.add(
                table,
                spreads("old", theirs, Outcome::score),
                spreads("new", groups, Outcome::score),
                DoubleColumn.create("difference", differences),
                texts("old commit", theirs),
                texts("new commit", groups));
        return table;
    }

    private static boolean validated(Outcomes outcomes) {
        return outcomes.trials().stream()
                .noneMatch(trial -> Double.isNaN(trial.outcome().validation()));
    }

    private static Set<String> measures(Outcomes outcomes) {
        Set<String> names = new LinkedHashSet<>();
        outcomes.trials().forEach(trial -> names.add(trial.outcome().measure()));
        outcomes.trials()
                .forEach(trial -> names.addAll(trial.outcome().measures().keySet()));
        return names;
    }

    private static List<Column<?>> names(Outcomes outcomes, List<Outcomes> groups) {
        List<Column<?>> columns = new ArrayList<>();
        outcomes.settings()
                .forEach(name -> columns.add(column(
                        name,
                        groups.stream()
                                .map(group -> group.first().settings().get(name))
                                .toList())));
        return columns;
    }

    /** Whole numbers, numbers or texts. */
    private static Column<?> column(String name, List<Object> values) {
        if (values.stream().allMatch(value -> value instanceof Integer)) {
            return IntColumn.create(
                    name, values.stream().map(Integer.class::cast).toArray(Integer[]::new));
        }
        if (values.stream().allMatch(value -> value instanceof Number)) {
            return DoubleColumn.create(
                    name, values.stream().map(Number.class::cast).toList());
        }
        return StringColumn.create(
                name,
                values.stream()
                        .map(value -> value == null ? "" : Numbers.label(value))
                        .toList());
    }

    private static DoubleColumn numbers(String name, Outcomes outcomes, ToDoubleFunction<Outcome> number) {
        return DoubleColumn.create(name, outcomes.each(number));
    }

    private static StringColumn spreads(String name, List<Outcomes> groups, ToDoubleFunction<Outcome> number) {
        return StringColumn.create(
                name,
                groups.stream()
                        .map(group -> Highest.text(Spread.of(group.each(number))))
                        .toList());
    }

    /** The scores, the highest mean marked. */
    private static StringColumn marked(String name, List<Outcomes> groups) {
        return StringColumn.create(
                name,
                Highest.marked(
                        groups.stream().map(group -> Spread.of(group.scores())).toList()));
    }

    private static LongColumn whole(String name, List<Trial> trials, Function<Outcome.Costs, Long> number) {
        return LongColumn.create(
                name,
                trials.stream()
                        .mapToLong(trial -> number.apply(trial.outcome().costs()))
                        .toArray());
    }

    private static StringColumn texts(String name, List<Trial> trials, Function<Trial.Provenance, String> text) {
        return StringColumn.create(
                name,
                trials.stream().map(trial -> text.apply(trial.provenance())).toList());
    }

    private static StringColumn texts(String name, List<Outcomes> groups) {
        return StringColumn.create(
                name,
                groups.stream().map(group -> String.join(", ", group.commits())).toList());
    }
}
