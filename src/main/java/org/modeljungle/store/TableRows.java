package org.modeljungle.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.modeljungle.Check;

/**
 * The rows of a table of models.
 *
 * @param table the file
 */
record TableRows(Path table, List<TableRow> rows) {

    /** Reads a file by its ending. */
    static TableRows read(Path table) {
        Check.that(Files.isRegularFile(table), "%s: expected a table of models, found no file; check the path", table);
        String name = table.toString().toLowerCase(Locale.ROOT);
        Check.that(
                name.endsWith(".csv") || name.endsWith(".json"),
                "%s: expected a table that ends in .csv or .json; save it as one of them",
                table);
        try {
            String text = withoutMark(Files.readString(table));
            List<TableRow> rows = name.endsWith(".csv") ? csv(table, text) : JsonRows.of(table, text);
            Check.that(!rows.isEmpty(), "%s: expected a row for each model, found none", table);
            return new TableRows(table, rows);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "%s: expected text in UTF-8, found other bytes; save it in UTF-8".formatted(table), e);
        } catch (IOException e) {
            throw new UncheckedIOException(table + ": cannot be read", e);
        }
    }

    /** Without the byte order mark that some programs put before a text. */
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static List<TableRow> csv(Path table, String text) {
        List<CsvLines.Line> lines = CsvLines.of(table.toString(), text);
        Check.that(!lines.isEmpty(), "%s: expected a line of column names, found an empty file", table);
        List<String> columns = columns(table, lines.get(0).cells());
        List<TableRow> rows = new ArrayList<>();
        for (CsvLines.Line line : lines.subList(1, lines.size())) {
            Check.that(
                    line.cells().size() == columns.size(),
                    "%s line %d: expected %d cells as in its first line, found %d; put a cell with a comma in quotes",
                    table,
                    line.line(),
                    columns.size(),
                    line.cells().size());
            Map<String, TableCell> cells = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                String cell = line.cells().get(i);
                if (!cell.isEmpty()) {
                    cells.put(columns.get(i), TableCell.guessed(cell));
                }
            }
            rows.add(new TableRow("%s line %d".formatted(table, line.line()), cells));
        }
        return rows;
    }

    private static List<String> columns(Path table, List<String> names) {
        Set<String> seen = new LinkedHashSet<>();
        for (String name : names) {
            Check.that(!name.isEmpty(), "%s line 1: expected a name for each column, found %s", table, names);
            Check.that(seen.add(name), "%s line 1: expected each column once, found '%s' twice", table, name);
        }
        Check.that(
                seen.contains(TableRow.FILE) || seen.contains(TableRow.ID),
                "%s line 1: expected a column '%s' or '%s', found %s; columns are separated by commas",
                table,
                TableRow.FILE,
                TableRow.ID,
                names);
        return names;
    }

    /** The models, their files being below the table's folder. */
    List<Model> models() {
        Path folder = table.getParent();
        return models(folder == null ? Path.of("") : folder);
    }

    /** The models, one for each weight file of a folder and no other. */
    List<Model> of(Path folder) {
        Map<Path, Path> files = new LinkedHashMap<>(); // as the folder has them, by the whole path
        FileNames.in(folder).forEach(model -> files.put(whole(model), model.file()));
        List<Model> models = models(folder);
        List<String> without = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (files.remove(whole(models.get(i))) == null) {
                without.add(
                        "'%s' in %s".formatted(models.get(i).file(), rows.get(i).where()));
            }
        }
        Check.that(
                without.isEmpty(),
                "%s: expected a weight file in %s for each row, found none for %d of %d, such as %s; correct their"
                        + " names,"
                        + " or let Models.table take them and check() leave them out",
                table,
                folder,
                without.size(),
                rows.size(),
                Models.some(without));
        Check.that(
                files.isEmpty(),
                "%s: expected a row for each weight file in %s, found none for %d of %d, such as %s; add rows, or let"
                        + " Models.table take the models alone that it names",
                table,
                folder,
                files.size(),
                files.size() + rows.size(),
                Models.some(files.values().stream().map(Path::toString).toList()));
        return models;
    }

    private static Path whole(Model model) {
        return model.file().toAbsolutePath().normalize();
    }

    private List<Model> models(Path folder) {
        Set<String> numeric = numericColumns();
        List<Model> models = new ArrayList<>();
        Map<Object, String> places = new HashMap<>(); // of names and of files
        for (TableRow row : rows) {
            Model model = row.model(folder, numeric);
            for (Object own : List.of(model.id(), model.file())) {
                String other = places.put(own, row.where());
                Check.that(
                        other == null,
                        "%s: expected each model once, found '%s', which is in %s too",
                        row.where(),
                        own,
                        other);
            }
            models.add(model);
        }
        return models;
    }

    /** A column is one of numbers where most of its cells are; the others are refused then. */
    private Set<String> numericColumns() {
        Map<String, Integer> cells = new LinkedHashMap<>();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (TableRow row : rows) {
            row.cells().forEach((column, cell) -> {
                cells.merge(column, 1, Integer::sum);
                numbers.merge(column, cell.number().isPresent() ? 1 : 0, Integer::sum);
            });
        }
        Set<String> numeric = new LinkedHashSet<>(cells.keySet());
        numeric.removeIf(column -> TableRow.isKnown(column) || 2 * numbers.get(column) <= cells.get(column));
        for (TableRow row : rows) {
            row.cells()
                    .forEach((column, cell) -> row.check(
                            !numeric.contains(column) || cell.number().isPresent(),
                            column,
                            "a finite number as in most of its rows",
                            cell.text()));
        }
        return numeric;
    }
}
