package org.modeljungle.show;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Draws a {@link MapChart}: the models at their places, above a legend, on a ground that any page shines through. */
final class MapPainter {

    private static final int PADDING = 12; // pixels
    private static final int TITLE_LINE = 22; // pixels
    private static final int LEGEND_LINE = 20; // pixels
    private static final int SIGN = 12; // pixels of a colour in the legend
    private static final int GAP = 16; // pixels between names in the legend
    private static final double FILLED = 0.42; // of the map, if no two models lay on each other
    private static final int LARGEST = 40; // pixels of a model
    private static final int SMALLEST = 5;
    private static final Font TITLE = Style.bold(14);
    private static final Font NAME = Style.font(12);

    private record Sign(int x, int line, String name, Color colour) {}

    private static final int LEAST = 100; // pixels for the models, from top to bottom

    private final MapChart chart;
    private final MapColours colours;
    private final FontMetrics metrics = GridPainter.metrics(NAME);
    private final List<Sign> legend = new ArrayList<>();
    private final int below; // pixels of the legend
    private final int top;
    private final int height; // of the picture, more than asked for where a long legend leaves too little
    private final double size; // pixels of a model
    private final double scale; // pixels a unit of the map
    private final double left;
    private final double low; // the smallest coordinates of the map
    private final double bottom;
    private final double up;

    MapPainter(MapChart chart) {
        this.chart = chart;
        colours = chart.attributes().isEmpty()
                ? MapColours.none(chart.map().models())
                : MapColours.of(chart.attributes().get(0));
        below = layLegend();
        top = PADDING + TITLE_LINE + 4;
        double wide = chart.width() - 2.0 * PADDING;
        height = Math.max(chart.height(), top + LEAST + below + PADDING);
        double high = height - top - below - PADDING;
        size = size(chart, wide, high);
        double[] x = ends(0);
        double[] y = ends(1);
        scale = Math.min((wide - size) / Math.max(1e-300, x[1] - x[0]), (high - size) / Math.max(1e-300, y[1] - y[0]));
        left = PADDING + (wide - scale * (x[1] - x[0])) / 2;
        low = x[0];
        bottom = top + (high + scale * (y[1] - y[0])) / 2;
        up = y[0];
    }

    private static double size(MapChart chart, double wide, double high) {
        double side = Math.sqrt(FILLED * wide * high / chart.map().models());
        double most = chart.thumbnails().isPresent() ? LARGEST : LARGEST / 4.0;
        return Math.max(SMALLEST, Math.min(most, side));
    }

    private double[] ends(int axis) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] place : chart.map().places()) {
            least = Math.min(least, place[axis]);
            most = Math.max(most, place[axis]);
        }
        return new double[] {least, most};
    }

    /** Names in as many lines as they need; gives the pixels of all lines. */
    private int layLegend() {
        int x = PADDING;
        int line = 0;
        for (int i = 0; i < colours.names().size(); i++) {
            String name = TextLines.fit(colours.names().get(i), metrics, chart.width() / 3);
            int wide = SIGN + 6 + metrics.stringWidth(name) + GAP;
            if (x > PADDING && x + wide - GAP > chart.width() - PADDING) {
                x = PADDING;
                line++;
            }
            legend.add(new Sign(x, line, name, colours.colours().get(i)));
            x += wide;
        }
        return legend.isEmpty() ? 0 : 8 + (line + 1) * LEGEND_LINE;
    }

    Picture paint() {
        return Picture.drawClear(chart.alt(), chart.width(), height, this::draw);
    }

    private void draw(Graphics2D graphics) {
        graphics.setColor(Style.BETWEEN);
        graphics.setFont(TITLE);
        int wide = chart.width() - 2 * PADDING;
        String title = TextLines.fit(chart.title(), graphics.getFontMetrics(), wide);
        graphics.drawString(title, PADDING, PADDING + 14);
        int taken = graphics.getFontMetrics().stringWidth(title) + GAP;
        graphics.setFont(NAME);
        graphics.drawString(TextLines.fit(said(), metrics, Math.max(0, wide - taken)), PADDING + taken, PADDING + 14);
        for (int i = 0; i < chart.map().models(); i++) {
            drawModel(graphics, i);
        }
        for (Sign sign : legend) {
            int y = height - PADDING - below + 8 + sign.line * LEGEND_LINE;
            graphics.setColor(sign.colour);
            graphics.fillRect(sign.x, y, SIGN, SIGN);
            graphics.setColor(Style.BETWEEN);
            graphics.drawString(sign.name, sign.x + SIGN + 6, y + 11);
        }
    }

    private String said() {
        String models = Html.format(
                "%,d models by %s", chart.map().models(), chart.map().method());
        return chart.attributes().isEmpty()
                ? models
                : models + ", coloured by " + chart.attributes().get(0).name();
    }

    private void drawModel(Graphics2D graphics, int model) {
        double[] place = chart.map().places()[model];
        double x = left + (place[0] - low) * scale - size / 2;
        double y = bottom - (place[1] - up) * scale - size / 2;
        graphics.setColor(colours.of(model));
        if (chart.thumbnails().isEmpty()) {
            graphics.fill(new Ellipse2D.Double(x, y, size, size));
            return;
        }
        double frame = colours.names().isEmpty() ? 0 : Math.max(1, size / 9);
        graphics.fill(new Rectangle2D.Double(x, y, size, size));
        boolean smaller = chart.thumbnails().get().columns() > (size - 2 * frame) * Style.SCALE;
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                smaller
                        ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
                        : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        AffineTransform whole = new AffineTransform();
        whole.translate(x + frame, y + frame);
        whole.scale(
                (size - 2 * frame) / chart.thumbnails().get().columns(),
                (size - 2 * frame) / chart.thumbnails().get().rows());
        graphics.drawImage(chart.thumbnails().get().image(model), whole, null);
    }
}
