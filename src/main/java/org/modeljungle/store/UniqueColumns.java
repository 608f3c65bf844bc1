package org.modeljungle.store;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Columns whose names are not the library's own, such as what a user has varied or written down: a table refuses a name
 * that it has already, and tells capitals and small letters not apart.
 */
public final class UniqueColumns {

    private UniqueColumns() {}

    /** Adds columns behind those that are there; one whose name is taken gets a number: {@code rate (2)}. */
    public static void add(Table table, Column<?>... columns) {
        for (Column<?> column : columns) {
            Set<String> taken =
                    table.columnNames().stream().map(UniqueColumns::key).collect(Collectors.toSet());
            String name = column.name();
            for (int number = 2; taken.contains(key(name)); number++) {
                name = column.name() + " (" + number + ")";
            }
            table.addColumns(name.equals(column.name()) ? column : column.copy().setName(name));
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
