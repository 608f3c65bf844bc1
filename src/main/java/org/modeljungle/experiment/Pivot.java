package org.modeljungle.experiment;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.metrics.Spread;
import org.modeljungle.store.UniqueColumns;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Outcomes as tables of two ways in. */
final class Pivot {

    private Pivot() {}

    /**
     * One row a value of one setting, one column a value of another: a number of each trial.
     *
     * @param marked whether the highest mean of each column is marked
     */
    static Table of(Outcomes outcomes, String rows, String columns, ToDoubleFunction<Outcome> number, boolean marked) {
        List<Object> down = outcomes.values(rows);
        Table table = Table.create(
                outcomes.name(),
                StringColumn.create(rows, down.stream().map(Numbers::label).toList()));
        for (Object across : outcomes.values(columns)) {
            List<Spread> cells = new ArrayList<>();
            for (Object row : down) {
                cells.add(cell(outcomes, rows, row, columns, across)
                        .map(group -> Spread.of(group.each(number)))
                        .orElse(Spread.of()));
            }
            UniqueColumns.add(
                    table,
                    StringColumn.create(
                            Numbers.label(across),
                            marked
                                    ? Highest.marked(cells)
                                    : cells.stream().map(Highest::text).toList()));
        }
        return table;
    }

    private static Optional<Outcomes> cell(Outcomes outcomes, String rows, Object row, String columns, Object column) {
        List<Outcomes> found = outcomes.groups().stream()
                .filter(group -> Objects.equals(group.first().setting(rows), row)
                        && Objects.equals(group.first().setting(columns), column))
                .toList();
        Check.that(
                found.size() < 2,
                "table of '%s' by '%s' and '%s': expected nothing else varied, found %s; choose one by where(...)",
                outcomes.name(),
                rows,
                columns,
                outcomes.settings());
        return found.stream().findFirst();
    }

    /** One row a setting, one column a measure. */
    static Table measures(Outcomes outcomes) {
        List<Outcomes> groups = outcomes.groups();
        Table table = Table.create(outcomes.name());
        outcomes.settings()
                .forEach(name -> UniqueColumns.add(
                        table,
                        StringColumn.create(
                                name,
                                groups.stream()
                                        .map(group -> group.first().settings().get(name))
                                        .map(value -> value == null ? "" : Numbers.label(value))
                                        .toList())));
        Set<String> names = new LinkedHashSet<>();
        outcomes.forEach(trial -> names.add(trial.outcome().measure()));
        outcomes.forEach(trial -> names.addAll(trial.outcome().measures().keySet()));
        String main = outcomes.first().outcome().measure();
        names.forEach(name -> {
            List<Spread> spreads = groups.stream()
                    .map(group ->
                            Spread.of(group.each(outcome -> outcome.measures().getOrDefault(name, Double.NaN))))
                    .toList();
            UniqueColumns.add(
                    table,
                    StringColumn.create(
                            name,
                            name.equals(main)
                                    ? Highest.marked(spreads)
                                    : spreads.stream().map(Highest::text).toList()));
        });
        return table;
    }
}
