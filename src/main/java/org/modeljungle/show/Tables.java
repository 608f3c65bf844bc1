package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.modeljungle.Numbers;
import org.modeljungle.Results;
import org.modeljungle.metrics.MeasureLabels;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Tablesaw tables as HTML and as text: numbers at the right and rounded, also those in texts such as
 * {@code 0.887 ± 0.011}; long tables folded. What is marked stands out: rows with something in a column "best", and
 * numbers with a star behind.
 */
public final class Tables {

    private static final int PAGE = 25; // rows shown at once
    private static final int NAME = 32; // characters of a text that stays in one line
    private static final int MOST = 1_000; // rows put into a notebook at all
    private static final String MISSING = "-";
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?[0-9][0-9.]*(e[-+][0-9]+)?( \u00b1 [0-9.]+(e[-+][0-9]+)?)?( \\*)?");
    private static final String STAR = " *"; // behind the highest number of a column
    private static final String NO_STAR = "  ";
    private static final Pattern EXPONENT = Pattern.compile("-?[0-9]+\\.[0-9]+E-?[0-9]+");
    private static final String BEST = "best"; // a column that says which rows are
    private static final String BY_CHANCE = " by chance"; // behind the name of the column that it belongs to
    private static final String CELL = "padding:3px 10px;border:none;";

    private Tables() {}

    /** The numbers of {@code results}, with their spread, chance and counts where they have them. */
    public static Table of(Results results) {
        List<Results.Metric> all = results.metrics();
        Table table = Table.create(results.run().name());
        table.addColumns(
                StringColumn.create("metric", all.stream().map(Results.Metric::name)),
                texts("value", all, Results.Metric::value),
                texts("spread", all, Results.Metric::std),
                texts("chance", all, Results.Metric::chance),
                StringColumn.create("unit", all.stream().map(metric -> MeasureLabels.of(metric.unit()))),
                StringColumn.create("n", all.stream().map(metric -> metric.n() == null ? "" : metric.n() + "")),
                IntColumn.create(
                        "seeds", all.stream().mapToInt(Results.Metric::seeds).toArray()));
        return table;
    }

    private static StringColumn texts(String name, List<Results.Metric> all, Function<Results.Metric, Double> value) {
        return StringColumn.create(name, all.stream().map(metric -> text(metric, value.apply(metric))));
    }

    private static String text(Results.Metric metric, Double value) {
        if (value == null) {
            return "";
        }
        return metric.kind() == Results.Kind.QUALITY ? Html.format("%.3f", value) : Numbers.text(value);
    }

    /** The table with its first 25 rows open and up to 1,000 folded, without scripts. */
    public static String html(Table table) {
        List<TextColumn> columns = columns(table);
        StringBuilder out = new StringBuilder(1024);
        out.append(Html.format("<div style=\"%s;overflow-x:auto\">", Html.FONT));
        if (!title(table).isEmpty()) {
            out.append(Html.format("<div style=\"font-weight:600;margin:4px 0\">%s</div>", Html.escape(title(table))));
        }
        int all = table.rowCount();
        int open = Math.min(all, PAGE);
        appendRows(out, title(table), columns, 0, open);
        int kept = Math.min(all, MOST);
        if (kept > open) {
            out.append(Html.format(
                    "<details><summary style=\"cursor:pointer;margin:4px 0\">rows %d to %d</summary>", open + 1, kept));
            appendRows(out, title(table) + " from row " + (open + 1), columns, open, kept);
            out.append("</details>");
        }
        out.append(Html.format(
                "<div style=\"opacity:.7;margin:4px 0\">%s</div></div>", size(table, columns) + star(columns)));
        return out.toString();
    }

    /** The table's first 25 rows, its columns aligned by spaces. */
    public static String text(Table table) {
        List<TextColumn> columns = columns(table);
        int open = Math.min(table.rowCount(), PAGE);
        StringBuilder out = new StringBuilder(title(table).isEmpty() ? "" : title(table) + "\n");
        for (int row = -1; row < open; row++) {
            List<String> cells = new ArrayList<>();
            for (TextColumn column : columns) {
                cells.add(column.padded(row, open));
            }
            out.append(String.join("  ", cells).stripTrailing()).append('\n');
        }
        return out.append(size(table, columns)).append(star(columns)).toString();
    }

    /**
     * A column ready to print.
     *
     * @param chance what guessing reaches in all rows; empty where that is unknown, or stands in a column of its own
     */
    private record TextColumn(String name, String chance, boolean number, List<String> cells) {

        /** What stands above it, in one line. */
        String head() {
            return chance.isEmpty() ? name : name + " (chance " + chance + ")";
        }

        /** The cell of {@code row} (the name for -1) at the width of the first {@code rows} rows. */
        String padded(int row, int rows) {
            int width = head().length();
            for (String cell : cells.subList(0, rows)) {
                width = Math.max(width, cell.length());
            }
            String text = row < 0 ? head() : cells.get(row);
            return number ? " ".repeat(width - text.length()) + text : text + " ".repeat(width - text.length());
        }

        String align() {
            String oneLine = cells.stream().allMatch(cell -> cell.length() <= NAME) ? "white-space:nowrap;" : "";
            return number
                    ? "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums"
                    : oneLine + "text-align:left";
        }
    }

    private static List<TextColumn> columns(Table table) {
        int rows = Math.min(table.rowCount(), MOST);
        List<TextColumn> columns = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            boolean number = column instanceof NumericColumn;
            List<String> cells = number ? numbers(column, rows) : strings(column, rows);
            columns.add(new TextColumn(
                    MeasureLabels.of(column.name()), "", number || readAsNumbers(cells), aligned(cells)));
        }
        return withChance(columns);
    }

    /** Where guessing reaches the same in all rows, that stands in the head of what it belongs to. */
    private static List<TextColumn> withChance(List<TextColumn> columns) {
        List<TextColumn> shown = new ArrayList<>();
        for (TextColumn column : columns) {
            TextColumn before = shown.isEmpty() ? column : shown.get(shown.size() - 1);
            boolean same = column.cells().stream().distinct().count() == 1;
            if (same && column.name().equals(before.name() + BY_CHANCE)) {
                shown.set(
                        shown.size() - 1,
                        new TextColumn(before.name(), column.cells().get(0), before.number(), before.cells()));
            } else {
                shown.add(column);
            }
        }
        return shown;
    }

    /** Whether texts are numbers, with a spread behind them or without. */
    private static boolean readAsNumbers(List<String> cells) {
        return cells.stream()
                        .allMatch(cell ->
                                cell.equals(MISSING) || NUMBER.matcher(cell).matches())
                && cells.stream().anyMatch(cell -> !cell.equals(MISSING));
    }

    /** Where one is marked by a star, the others have as much room behind. */
    private static List<String> aligned(List<String> cells) {
        return cells.stream().noneMatch(cell -> cell.endsWith(STAR))
                ? cells
                : cells.stream()
                        .map(cell -> cell.endsWith(STAR) ? cell : cell + NO_STAR)
                        .toList();
    }

    private static List<String> numbers(Column<?> column, int rows) {
        if (column instanceof LongColumn amounts) {
            return amounts(amounts, rows);
        }
        if (column.type() != ColumnType.DOUBLE && column.type() != ColumnType.FLOAT) {
            return strings(column, rows); // as they are: identifiers, years
        }
        NumericColumn<?> numeric = (NumericColumn<?>) column;
        return Numbers.column(
                IntStream.range(0, rows).mapToDouble(numeric::getDouble).toArray());
    }

    /** Amounts, such as parameters, bytes and operations, with commas from five digits on. */
    private static List<String> amounts(LongColumn column, int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row -> column.isMissing(row) ? MISSING : amount(column.getLong(row)))
                .toList();
    }

    private static String amount(long value) {
        return Html.format(Math.abs(value) < 10_000 ? "%d" : "%,d", value);
    }

    private static List<String> strings(Column<?> column, int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row -> column.isMissing(row)
                        ? MISSING
                        : written(column.get(row).toString()))
                .toList();
    }

    /** A text as it is, but for numbers with an exponent, such as a weight file's card has. */
    private static String written(String text) {
        return EXPONENT.matcher(text).matches() ? Numbers.text(Double.parseDouble(text)) : text;
    }

    /** Rows with the heads of their columns, and the table's name for those who hear it instead of seeing it. */
    private static void appendRows(StringBuilder out, String name, List<TextColumn> columns, int from, int to) {
        out.append(Html.format(
                "<table%s style=\"border-collapse:collapse;border:none;margin:0\"><thead><tr>", Html.name(name)));
        for (TextColumn column : columns) {
            boolean head = !column.name().isBlank(); // a head has to say something
            out.append(head ? "<th scope=\"col\"" : "<td")
                    .append(Html.format(
                            " style=\"%sborder-bottom:%s;%s\">%s", CELL, Html.BORDER, column.align(), head(column)))
                    .append(head ? "</th>" : "</td>");
        }
        out.append("</tr></thead><tbody>");
        for (int row = from; row < to; row++) {
            out.append(Html.format(
                    "<tr style=\"background:%s%s\">",
                    row % 2 == 0 ? "transparent" : Html.SHADE, best(columns, row) ? ";font-weight:600" : ""));
            for (int i = 0; i < columns.size(); i++) {
                appendCell(out, columns.get(i), row, i == 0);
            }
            out.append("</tr>");
        }
        out.append("</tbody></table>");
    }

    private static String head(TextColumn column) {
        String name = Html.escape(column.name());
        return column.chance().isEmpty()
                ? name
                : name + "<br><span style=\"font-weight:400;opacity:.7\">chance " + Html.escape(column.chance())
                        + "</span>";
    }

    /** A cell; the first of a row is its head, unless it is a number. */
    private static void appendCell(StringBuilder out, TextColumn column, int row, boolean first) {
        String cell = column.cells().get(row);
        boolean head = first && !column.number();
        String weight = cell.endsWith(STAR) ? ";font-weight:600" : "";
        out.append(head ? "<th scope=\"row\" style=\"font-weight:inherit;" : "<td style=\"")
                .append(CELL + column.align() + weight + "\">" + cell(cell))
                .append(head ? "</th>" : "</td>");
    }

    private static String cell(String text) {
        return text.endsWith(NO_STAR)
                ? Html.escape(text.stripTrailing()) + "<span style=\"visibility:hidden\">" + STAR + "</span>"
                : Html.escape(text);
    }

    private static boolean best(List<TextColumn> columns, int row) {
        return columns.stream()
                .anyMatch(column ->
                        column.name().equals(BEST) && !column.cells().get(row).equals(MISSING));
    }

    private static String title(Table table) {
        return table.name() == null ? "" : table.name();
    }

    /** What a star means, where there is one. */
    private static String star(List<TextColumn> columns) {
        return columns.stream().flatMap(column -> column.cells().stream()).anyMatch(cell -> cell.endsWith(STAR))
                ? "; * the highest of its column"
                : "";
    }

    private static String size(Table table, List<TextColumn> columns) {
        int rows = table.rowCount();
        String size = rows
                + (rows == 1 ? " row, " : " rows, ")
                + columns.size()
                + (columns.size() == 1 ? " column" : " columns");
        return rows > MOST ? size + ", of which the first " + MOST + " are here" : size;
    }
}
