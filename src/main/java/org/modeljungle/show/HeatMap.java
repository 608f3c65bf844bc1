package org.modeljungle.show;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Numbers;

/**
 * A table of colours, with the numbers in its cells where they fit.
 *
 * @param title above all
 * @param rowAxis what the rows are; empty for no label
 * @param columnAxis what the columns are; empty for no label
 * @param values [rows, columns]; NaN is left white with a dash
 * @param rowLabels a name per row
 * @param columnLabels a name per column
 * @param palette diverging: white at zero, the same scale on both sides; sequential: smallest to largest
 * @param style what is drawn in addition to the colours
 */
@SuppressWarnings("ArrayRecordComponent") // the map looks at the caller's array, it never compares maps
public record HeatMap(
        String title,
        String rowAxis,
        String columnAxis,
        double[][] values,
        List<String> rowLabels,
        List<String> columnLabels,
        Palette palette,
        Cells style)
        implements Figure {

    /** What cells show. */
    public enum Cells {
        /** The value, with a colour scale next to the map. */
        VALUES,
        /** Colour alone, with a colour scale next to the map. */
        COLORS,
        /** A count, nothing for 0; colours by the part of the row's sum. */
        COUNTS
    }

    /** Checks that labels and values match. */
    public HeatMap {
        rowLabels = List.copyOf(rowLabels);
        columnLabels = List.copyOf(columnLabels);
        Check.that(
                !rowLabels.isEmpty() && !columnLabels.isEmpty(), "heat map '%s': expected 1 x 1 cells or more", title);
        Check.that(
                values.length == rowLabels.size(),
                "heat map '%s': expected %d rows of values, one per row label, found %d",
                title,
                rowLabels.size(),
                values.length);
        for (int row = 0; row < values.length; row++) {
            Check.that(
                    values[row].length == columnLabels.size(),
                    "heat map '%s', row %d: expected %d values, one per column label, found %d",
                    title,
                    row,
                    columnLabels.size(),
                    values[row].length);
        }
    }

    static HeatMap of(String title, double[][] values, List<String> rows, List<String> columns, Palette palette) {
        return new HeatMap(title, "", "", values, rows, columns, palette, Cells.VALUES);
    }

    static HeatMap confusion(List<String> labels, int[][] counts) {
        double[][] values = new double[counts.length][]; // [true, predicted]
        for (int row = 0; row < counts.length; row++) {
            values[row] = Arrays.stream(counts[row]).asDoubleStream().toArray();
        }
        HeatMap map = new HeatMap("", "true", "predicted", values, labels, labels, Palette.SEQUENTIAL, Cells.COUNTS);
        return map.title(Html.format("Confusion, %.1f %% of %d right", 100 * map.right(), (long) map.sum()));
    }

    /** The same map with another title. */
    public HeatMap title(String text) {
        return new HeatMap(text, rowAxis, columnAxis, values, rowLabels, columnLabels, palette, style);
    }

    /** The same map with labels that say what the rows and the columns are. */
    public HeatMap axes(String rows, String columns) {
        return new HeatMap(title, rows, columns, values, rowLabels, columnLabels, palette, style);
    }

    /** The same map without numbers in its cells. */
    public HeatMap colorsOnly() {
        return new HeatMap(title, rowAxis, columnAxis, values, rowLabels, columnLabels, palette, Cells.COLORS);
    }

    /** The part of the sum that lies on the diagonal; 0 for an empty matrix. */
    private double right() {
        double diagonal = 0;
        for (int i = 0; i < Math.min(values.length, columnLabels.size()); i++) {
            diagonal += values[i][i];
        }
        return sum() == 0 ? 0 : diagonal / sum();
    }

    private double sum() {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).sum();
    }

    /** What lies at both ends of the colour scale: [low, high]. */
    double[] range() {
        double[] finite = Arrays.stream(values)
                .flatMapToDouble(Arrays::stream)
                .filter(Double::isFinite)
                .toArray();
        double low = Arrays.stream(finite).min().orElse(0);
        double high = Arrays.stream(finite).max().orElse(0);
        double far = Math.max(Math.abs(low), Math.abs(high));
        return palette == Palette.DIVERGING ? new double[] {-far, far} : new double[] {low, high};
    }

    @Override
    public Picture picture() {
        return Picture.guarded(alt(), () -> new HeatPainter(this).paint());
    }

    /** What the map shows, in words. */
    String alt() {
        double[] range = range();
        return title + ", heat map of " + rowLabels.size() + " rows and " + columnLabels.size() + " columns, from "
                + Numbers.brief(range[0]) + " to " + Numbers.brief(range[1]);
    }

    @Override
    public String toString() {
        return alt();
    }
}
