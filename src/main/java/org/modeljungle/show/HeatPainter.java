package org.modeljungle.show;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modeljungle.Numbers;

/**
 * Draws a {@link HeatMap}: row labels left, column labels below (slanted where they are long), a scale at the right.
 */
final class HeatPainter {

    private static final int PADDING = 12;
    private static final int LONGEST_LABEL = 170;
    private static final int LINE = 18; // height of a title or an axis label
    private static final int SCALE_WIDTH = 70;
    private static final int DECIMALS = 2; // in cells, which are small
    private static final double SLANT = Math.PI / 4;
    private static final Font LABEL = Style.font(11);
    private static final Font CELL = Style.font(10);

    private final HeatMap map;
    private final FontMetrics metrics = GridPainter.metrics(LABEL);
    private final FontMetrics cellMetrics = GridPainter.metrics(CELL);
    private final String[][] texts; // [rows, columns]
    private final double[] range;
    private final List<String> rowLabels;
    private final List<String> columnLabels;
    private final int cellWidth;
    private final int cellHeight;
    private final boolean slanted;
    private final int left;
    private final int top;

    HeatPainter(HeatMap map) {
        this.map = map;
        range = map.range();
        texts = cellTexts();
        rowLabels = fitted(map.rowLabels());
        columnLabels = fitted(map.columnLabels());
        int natural = Math.max(18, Math.min(44, 620 / columnLabels.size()));
        cellWidth = Math.max(natural, widestText() + 8);
        cellHeight = Math.max(18, Math.min(cellWidth, Math.min(30, 900 / rowLabels.size())));
        slanted = widest(columnLabels) > cellWidth - 6;
        int overhang = slanted ? overhang() : 0;
        left = PADDING + Math.max((map.rowAxis().isEmpty() ? 0 : LINE) + widest(rowLabels) + 8, overhang);
        top = PADDING + (map.title().isEmpty() ? 0 : LINE + 8);
    }

    /** How far slanted names reach to the left of the first column, at most. */
    private int overhang() {
        double most = 0;
        for (int i = 0; i < columnLabels.size(); i++) {
            double reach = metrics.stringWidth(columnLabels.get(i)) * Math.sin(SLANT);
            most = Math.max(most, reach - (i + .5) * cellWidth);
        }
        return (int) Math.ceil(most);
    }

    Picture paint() {
        int bottom = PADDING + labelsHeight() + (map.columnAxis().isEmpty() ? 0 : LINE);
        int title = GridPainter.metrics(Style.bold(14)).stringWidth(map.title()) + 2 * PADDING;
        int wide = left + cellWidth * columnLabels.size() + PADDING + (scaled() ? SCALE_WIDTH : 0);
        int high = top + cellHeight * rowLabels.size() + bottom;
        return Picture.draw(map.alt(), Math.max(wide, title), high, this::draw);
    }

    private boolean scaled() {
        return map.style() != HeatMap.Cells.COUNTS;
    }

    private void draw(Graphics2D graphics) {
        graphics.setColor(Style.INK);
        graphics.setFont(Style.bold(14));
        graphics.drawString(map.title(), PADDING, PADDING + 13);
        drawCells(graphics);
        drawRowLabels(graphics);
        drawColumnLabels(graphics);
        drawAxes(graphics);
        if (scaled()) {
            drawScale(graphics);
        }
    }

    private void drawCells(Graphics2D graphics) {
        graphics.setFont(CELL);
        for (int row = 0; row < rowLabels.size(); row++) {
            for (int column = 0; column < columnLabels.size(); column++) {
                int x = left + column * cellWidth;
                int y = top + row * cellHeight;
                Color ground = color(row, column);
                graphics.setColor(ground);
                graphics.fillRect(x, y, cellWidth, cellHeight);
                graphics.setColor(Style.inkOn(ground));
                String text = texts[row][column];
                int baseline = y + (cellHeight + cellMetrics.getAscent() - cellMetrics.getDescent()) / 2;
                graphics.drawString(text, x + (cellWidth - cellMetrics.stringWidth(text)) / 2f, baseline);
            }
        }
        drawGrid(graphics);
    }

    private void drawGrid(Graphics2D graphics) {
        graphics.setColor(Style.GRID);
        int right = left + columnLabels.size() * cellWidth;
        int bottom = top + rowLabels.size() * cellHeight;
        for (int row = 0; row <= rowLabels.size(); row++) {
            graphics.drawLine(left, top + row * cellHeight, right, top + row * cellHeight);
        }
        for (int column = 0; column <= columnLabels.size(); column++) {
            graphics.drawLine(left + column * cellWidth, top, left + column * cellWidth, bottom);
        }
    }

    private Color color(int row, int column) {
        double value = map.values()[row][column];
        if (!Double.isFinite(value)) {
            return Style.PAPER;
        }
        if (map.style() == HeatMap.Cells.COUNTS) {
            double sum = Arrays.stream(map.values()[row]).sum();
            return map.palette().at(sum == 0 ? 0 : 0.85 * value / sum);
        }
        return map.palette().at(range[1] == range[0] ? 0.5 : (value - range[0]) / (range[1] - range[0]));
    }

    private String[][] cellTexts() {
        String[][] cells = new String[map.values().length][];
        double[] all =
                Arrays.stream(map.values()).flatMapToDouble(Arrays::stream).toArray();
        List<String> shown = map.style() == HeatMap.Cells.COLORS ? List.of() : Numbers.column(all, DECIMALS);
        for (int row = 0; row < cells.length; row++) {
            cells[row] = new String[map.values()[row].length];
            for (int column = 0; column < cells[row].length; column++) {
                int index = row * cells[row].length + column;
                boolean empty = shown.isEmpty() || (map.style() == HeatMap.Cells.COUNTS && all[index] == 0);
                cells[row][column] = empty ? "" : shown.get(index);
            }
        }
        return cells;
    }

    private int widestText() {
        return Arrays.stream(texts)
                .flatMap(Arrays::stream)
                .mapToInt(cellMetrics::stringWidth)
                .max()
                .orElse(0);
    }

    private List<String> fitted(List<String> labels) {
        List<String> cut = new ArrayList<>();
        for (String label : labels) {
            cut.add(TextLines.fit(label, metrics, LONGEST_LABEL));
        }
        return cut;
    }

    private int widest(List<String> labels) {
        return labels.stream().mapToInt(metrics::stringWidth).max().orElse(0);
    }

    private int labelsHeight() {
        return slanted ? (int) (widest(columnLabels) * Math.sin(SLANT)) + 14 : LINE;
    }

    private void drawRowLabels(Graphics2D graphics) {
        graphics.setFont(LABEL);
        graphics.setColor(Style.INK);
        for (int row = 0; row < rowLabels.size(); row++) {
            int baseline = top + row * cellHeight + (cellHeight + metrics.getAscent() - metrics.getDescent()) / 2;
            graphics.drawString(rowLabels.get(row), left - 6 - metrics.stringWidth(rowLabels.get(row)), baseline);
        }
    }

    private void drawColumnLabels(Graphics2D graphics) {
        graphics.setFont(LABEL);
        int y = top + rowLabels.size() * cellHeight;
        for (int column = 0; column < columnLabels.size(); column++) {
            String label = columnLabels.get(column);
            float middle = left + (column + 0.5f) * cellWidth;
            int width = metrics.stringWidth(label);
            if (!slanted) {
                graphics.drawString(label, middle - width / 2f, y + metrics.getAscent() + 3);
                continue;
            }
            AffineTransform before = graphics.getTransform();
            graphics.translate(middle + 3, y + 10);
            graphics.rotate(-SLANT);
            graphics.drawString(label, -width, 0);
            graphics.setTransform(before);
        }
    }

    private void drawAxes(Graphics2D graphics) {
        graphics.setFont(Style.font(12));
        graphics.setColor(Style.MUTED);
        FontMetrics axis = graphics.getFontMetrics();
        int wide = cellWidth * columnLabels.size();
        int high = cellHeight * rowLabels.size();
        int baseline = top + high + labelsHeight() + LINE - 4;
        graphics.drawString(map.columnAxis(), left + (wide - axis.stringWidth(map.columnAxis())) / 2, baseline);
        AffineTransform before = graphics.getTransform();
        graphics.translate(PADDING + axis.getAscent() - 2, top + (high + axis.stringWidth(map.rowAxis())) / 2.0);
        graphics.rotate(-Math.PI / 2);
        graphics.drawString(map.rowAxis(), 0, 0);
        graphics.setTransform(before);
    }

    private void drawScale(Graphics2D graphics) {
        int x = left + cellWidth * columnLabels.size() + 14;
        int high = Math.max(60, Math.min(cellHeight * rowLabels.size(), 220));
        for (int i = 0; i < high; i++) {
            graphics.setColor(map.palette().at(1 - i / (high - 1.0)));
            graphics.fillRect(x, top + i, 10, 1);
        }
        graphics.setColor(Style.GRID);
        graphics.drawRect(x, top, 10, high);
        graphics.setColor(Style.MUTED);
        graphics.setFont(CELL);
        graphics.drawString(Numbers.brief(range[1]), x + 14, top + 9);
        graphics.drawString(Numbers.brief(range[0]), x + 14, top + high);
        if (map.palette() == Palette.DIVERGING) {
            graphics.drawString("0", x + 14, top + high / 2 + 4);
        }
    }
}
