package org.modeljungle.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.modeljungle.Numbers;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A table of what is known of models by name: numbers with their range, fields with their values. */
final class KnownTable {

    private static final int NAMED = 3; // values of a field
    private static final int LONGEST = 60; // characters of a value

    private KnownTable() {}

    static Optional<Table> of(Models models) {
        Map<String, List<Double>> numbers = new LinkedHashMap<>();
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Model model : models) {
            model.numbers()
                    .forEach((name, value) -> numbers.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(value));
            model.fields()
                    .forEach((name, value) -> fields.computeIfAbsent(name, key -> new ArrayList<>())
                            .add(value));
        }
        if (numbers.isEmpty() && fields.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> rows = new ArrayList<>();
        numbers.forEach((name, values) -> rows.add(number(name, values)));
        fields.forEach((name, values) -> rows.add(field(name, values)));
        Table table = Table.create("Numbers and remarks");
        List<String> columns = List.of("name", "models", "lowest", "mean", "highest", "values");
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            table.addColumns(StringColumn.create(
                    columns.get(i), rows.stream().map(row -> row.get(column)).toList()));
        }
        return Optional.of(fields.isEmpty() ? table.removeColumns("values") : table);
    }

    private static List<String> number(String name, List<Double> values) {
        double[] three = {
            doubles(values).min().orElseThrow(),
            doubles(values).average().orElseThrow(),
            doubles(values).max().orElseThrow()
        };
        List<String> texts = Numbers.column(three);
        return List.of(name, Integer.toString(values.size()), texts.get(0), texts.get(1), texts.get(2), "");
    }

    private static DoubleStream doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue);
    }

    private static List<String> field(String name, List<String> values) {
        List<String> different = values.stream().distinct().toList();
        String text = different.size() + ": "
                + Amounts.some(different.stream().map(KnownTable::cut).toList(), NAMED);
        return List.of(name, Integer.toString(values.size()), "", "", "", text);
    }

    private static String cut(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...";
    }
}
