package org.modeljungle.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Models as a table; what is unknown is an empty cell. */
final class ModelTable {

    private ModelTable() {}

    static Table of(String name, List<Model> models) {
        Table table = Table.create(name);
        table.addColumns(
                text("id", models, model -> Optional.of(model.id())),
                text("file", models, model -> Optional.of(model.file().toString())));
        add(table, text("split", models, Model::split));
        add(table, text("tree", models, Model::tree));
        add(table, text("classes", models, model -> model.classes().map(known -> String.join("; ", known))));
        add(table, text("caption", models, Model::caption));
        Set<String> numbers = new LinkedHashSet<>();
        Set<String> fields = new LinkedHashSet<>();
        models.forEach(model -> {
            numbers.addAll(model.numbers().keySet());
            fields.addAll(model.fields().keySet());
        });
        numbers.forEach(number -> UniqueColumns.add(table, numbers(number, models)));
        fields.forEach(field -> UniqueColumns.add(table, text(field, models, model -> model.field(field))));
        return table;
    }

    private static void add(Table table, StringColumn column) {
        if (column.countMissing() < column.size()) {
            UniqueColumns.add(table, column);
        }
    }

    private static StringColumn text(String name, List<Model> models, Function<Model, Optional<String>> cell) {
        StringColumn column = StringColumn.create(name);
        models.forEach(model -> cell.apply(model).ifPresentOrElse(column::append, column::appendMissing));
        return column;
    }

    private static DoubleColumn numbers(String name, List<Model> models) {
        DoubleColumn column = DoubleColumn.create(name);
        models.forEach(model -> model.number(name).ifPresentOrElse(column::append, column::appendMissing));
        return column;
    }
}
