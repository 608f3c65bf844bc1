package org.modeljungle.show;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** Puts the house style on XChart's charts. */
final class ChartStyle {

    private static final BasicStroke THIN = new BasicStroke(1f);

    private static final int TITLE = 30; // pixels
    private static final int TITLE_LEFT = 12; // pixels
    private static final Font TITLE_FONT = Style.bold(14);
    private static final Font LEGEND = Style.font(11);
    private static final int SYMBOL = 50; // pixels of a legend's sign and the space around it

    private ChartStyle() {}

    static void apply(AxesChartStyler styler) {
        styler.setPlotGridLinesColor(Style.GRID)
                .setPlotGridLinesStroke(THIN)
                .setAxisTitleFont(Style.font(12))
                .setAxisTickLabelsFont(Style.font(11))
                .setAxisTickLabelsColor(Style.MUTED)
                .setAxisTickMarksColor(Style.GRID)
                .setAxisTickMarksStroke(THIN)
                .setErrorBarsColor(Style.INK)
                .setAxisTickMarkLength(4)
                .setXAxisTickMarkSpacingHint(90)
                .setPlotMargin(0);
        styler.setBaseFont(Style.font(12))
                .setChartBackgroundColor(Style.PAPER)
                .setPlotBackgroundColor(Style.PAPER)
                .setPlotBorderVisible(false)
                .setChartFontColor(Style.INK)
                .setChartTitleVisible(false)
                .setChartPadding(10)
                .setSeriesColors(palette())
                .setMarkerSize(6);
        styler.setLegendFont(LEGEND)
                .setLegendBorderColor(Style.PAPER)
                .setLegendPosition(Styler.LegendPosition.OutsideS)
                .setLegendLayout(Styler.LegendLayout.Horizontal)
                .setLegendPadding(8)
                .setAnnotationLineColor(Style.INK)
                .setAnnotationLineStroke(Style.dashes());
    }

    /** How wide a chart must be for its legend of these names, in one line, in pixels; a single name has no legend. */
    static int legendWidth(List<String> names) {
        if (names.size() < 2) {
            return 0;
        }
        FontMetrics metrics = GridPainter.metrics(LEGEND);
        return names.stream()
                .mapToInt(name -> metrics.stringWidth(name) + SYMBOL)
                .sum();
    }

    /**
     * Draws {@code chart} below its title, which starts at the left as those of image grids and heat maps do. A long
     * title makes the chart wider.
     */
    static Picture picture(String alt, Chart<?, ?> chart) {
        int titled = GridPainter.metrics(TITLE_FONT).stringWidth(chart.getTitle()) + 2 * TITLE_LEFT;
        int width = Math.max(chart.getWidth(), titled);
        int height = chart.getHeight(); // before painting, which sets it
        return Picture.draw(alt, width, height, graphics -> {
            graphics.setFont(TITLE_FONT);
            graphics.setColor(Style.INK);
            graphics.drawString(chart.getTitle(), TITLE_LEFT, 25);
            graphics.translate(0, TITLE);
            chart.paint(graphics, width, height - TITLE);
        });
    }

    private static Color[] palette() {
        Color[] colors = new Color[8];
        for (int i = 0; i < colors.length; i++) {
            colors[i] = Style.series(i);
        }
        return colors;
    }
}
