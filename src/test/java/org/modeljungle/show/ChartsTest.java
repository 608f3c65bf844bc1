package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;

class ChartsTest {

    private static final double[] XS = {1, 2, 3, 4};
    private static final double NAN = Double.NaN;

    /** How many pixels of {@code figure} have exactly {@code color}. */
    private static long count(Figure figure, Color color) throws IOException {
        assertThat(figure.picture().problem()).isEmpty();
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(figure.picture().png()));
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return java.util.Arrays.stream(pixels).filter(p -> p == color.getRGB()).count();
    }

    @Test
    void linesAreDrawnInTheHouseColours() throws IOException {
        XyChart chart = Charts.line("Loss", "step", "loss")
                .series("train", XS, new double[] {4, 3, 2, 1})
                .series("test", new double[] {4, 3.5, 3, 2.5});
        assertThat(count(chart, Style.series(0))).isGreaterThan(1_000);
        assertThat(count(chart, Style.series(1))).isGreaterThan(1_000);
        assertThat(chart.picture().width()).isEqualTo(640);
        assertThat(chart.text())
                .isEqualTo("[picture, 640 x 360] Loss, line chart of loss over step: train (4 points, ends at 1); test"
                        + " (4 points, ends at 2.5)");
    }

    @Test
    void modelsAreScatteredByTree() {
        Models models = Models.of(
                "some", List.of(model("a", "oak", 1, .5), model("b", "elm", 2, .75), model("c", "oak", 3, 1)));
        XyChart chart = Charts.scatter("Children", models, "rate", "accuracy");
        assertThat(chart.text())
                .endsWith("Children, scatter plot of accuracy over rate: oak (2 points); elm (1 points)");
        assertThat(chart.series().get(0).xs()).containsExactly(1, 3);
        assertThat(chart.series().get(0).ys()).containsExactly(.5, 1);
    }

    private static Model model(String id, String tree, double rate, double accuracy) {
        return Model.of(id, Path.of(id)).withTree(tree).withNumber("rate", rate).withNumber("accuracy", accuracy);
    }

    @Test
    void longLegendsAreNotCutOff() {
        XyChart chart = Charts.line("Layers", "depth", "accuracy");
        BarChart bars = Charts.bars("Layers", "accuracy", List.of("a"));
        for (int i = 0; i < 8; i++) {
            chart = chart.series("a series with a long name " + i, XS, XS);
            bars = bars.series("a series with a long name " + i, 1);
        }
        assertThat(chart.picture().width()).isBetween(1_200, 2_000);
        assertThat(bars.picture().width()).isEqualTo(chart.picture().width());
        XyChart one = Charts.line("One", "x", "y").series("a name so long ".repeat(20), XS, XS);
        assertThat(one.picture().width()).isEqualTo(640);
    }

    @Test
    void longTitlesAreNotCutOff() {
        String title = "a title that is longer than its chart is wide, and by far, ".repeat(2);
        assertThat(Charts.bars(title, "accuracy", List.of("a"))
                        .series("one", 1)
                        .picture()
                        .width())
                .isBetween(640, 1_400);
        assertThat(Charts.bars("Short", "accuracy", List.of("a"))
                        .series("one", 1)
                        .picture()
                        .width())
                .isEqualTo(480);
    }

    @Test
    void whatIsNotFiniteIsLeftOut() throws IOException {
        XyChart chart = Charts.line("Loss", "step", "loss")
                .series("broken", XS, new double[] {1, NAN, Double.POSITIVE_INFINITY, 2})
                .series("nothing", XS, new double[] {NAN, NAN, NAN, NAN});
        assertThat(count(chart, Style.series(0))).isGreaterThan(500);
        assertThat(count(chart, Style.series(1))).isZero();
        assertThat(count(Charts.bars("b", "v", List.of("x", "y")).series("s", NAN, 1), Style.series(0)))
                .isGreaterThan(500);
    }

    @Test
    void barsTakeValuesByTheirCategory() {
        BarChart chart = Charts.bars("b", "v", List.of("x", "y")).series("s", Map.of("y", 1.0));
        assertThat(chart.series().get(0).values()).containsExactly(NAN, 1);
        assertThatThrownBy(() -> chart.series("t", Map.of("z", 1.0)))
                .hasMessage("bar chart series 't': expected values of [x, y], found [z]");
    }

    @Test
    void aBarThatIsNotFiniteHasNoErrorBarEither() throws IOException {
        BarChart none =
                Charts.bars("b", "v", List.of("x", "y")).series("s", new double[] {NAN, .5}, new double[] {NAN, .1});
        BarChart flat =
                Charts.bars("b", "v", List.of("x", "y")).series("s", new double[] {0, .5}, new double[] {0, .1});
        assertThat(count(none, Style.INK)).isLessThan(count(flat, Style.INK));
        assertThat(count(Charts.bars("b", "v", List.of("x", "y")).series("s", NAN, NAN), Style.series(0)))
                .isZero();
    }

    @Test
    void emptyChartsAreDrawn() {
        assertThat(Charts.line("Nothing yet", "x", "y").picture().problem()).isEmpty();
        assertThat(Charts.line("Nothing yet", "x", "y")
                        .chance(.5)
                        .logY()
                        .picture()
                        .problem())
                .isEmpty();
        assertThat(Charts.bars("b", "v", List.of("x")).picture().problem()).isEmpty();
        assertThat(Charts.bars("b", "v", List.of("x")).series("s", 0).picture().problem())
                .isEmpty();
    }

    @Test
    void logarithmicAxesLeaveOutZeros() throws IOException {
        XyChart chart = Charts.line("Loss", "step", "loss")
                .series("train", new double[] {0, 1, 10, 100}, new double[] {1, 0, .1, .01})
                .logX()
                .logY();
        assertThat(count(chart, Style.series(0))).isGreaterThan(500);
    }

    @Test
    void chanceAndErrorsAreDrawn() throws IOException {
        BarChart bars =
                Charts.bars("A", "acc", List.of("ridge", "ProbeX"), new double[] {.5, .7}, new double[] {.1, .1}, .05);
        assertThat(count(bars, Style.series(0))).isGreaterThan(10_000);
        assertThat(bars.text()).endsWith("A, bar chart of acc: acc (ridge 0.5, ProbeX 0.7); chance 0.05");
        XyChart line = Charts.scatter("A", "layer", "acc").series("s", XS, XS, new double[] {.1, .1, .1, .1});
        assertThat(count(line.chance(2), Style.MUTED)).isGreaterThan(count(line, Style.MUTED));
    }

    @Test
    void heatMapsColourTheirCells() throws IOException {
        double[][] values = {{-2, 0}, {NAN, 1}};
        HeatMap map = Charts.heatmap("H", values, List.of("a", "b"), List.of("c", "d"), Palette.DIVERGING);
        assertThat(map.range()).containsExactly(-2, 2);
        assertThat(count(map, Palette.DIVERGING.at(0))).isGreaterThan(1_000);
        assertThat(count(map, Palette.DIVERGING.at(0.75))).isGreaterThan(1_000);
        assertThat(map.text()).endsWith("H, heat map of 2 rows and 2 columns, from -2 to 2");
        float[][] same = {{3, 3}};
        assertThat(Charts.heatmap("", same, List.of("a"), List.of("b", "c"), Palette.SEQUENTIAL)
                        .colorsOnly()
                        .picture()
                        .problem())
                .isEmpty();
    }

    @Test
    void palettesRunFromEndToEnd() {
        assertThat(Palette.SEQUENTIAL.at(0)).isEqualTo(Color.WHITE);
        assertThat(Palette.DIVERGING.at(0.5)).isEqualTo(Color.WHITE);
        assertThat(Palette.SEQUENTIAL.at(7)).isEqualTo(Palette.SEQUENTIAL.at(1));
        assertThat(Style.series(8)).isEqualTo(Style.series(0));
    }

    @Test
    void confusionSaysHowManyAreRight() throws IOException {
        List<String> labels = List.of("red striped triangle", "green dotted circle");
        HeatMap map = Charts.confusion(labels, new int[][] {{9, 1}, {0, 10}});
        assertThat(map.title()).isEqualTo("Confusion, 95.0 % of 20 right");
        assertThat(count(map, Palette.SEQUENTIAL.at(0.85))).isGreaterThan(500);
        assertThat(Charts.confusion(labels, new int[2][2]).title()).isEqualTo("Confusion, 0.0 % of 0 right");
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> Charts.line("L", "x", "y").series("s", XS, new double[3]))
                .hasMessage("chart series 's': expected as many x as y, found 4 and 3");
        assertThatThrownBy(() -> Charts.line("L", "x", "y").series("s", XS).series("s", XS))
                .hasMessage("chart 'L': expected series with names of their own, found [s, s]");
        assertThatThrownBy(() -> Charts.bars("B", "v", List.of("a")).series("s", 1, 2))
                .hasMessage("bar chart 'B', series 's': expected 1 values, one per category, found 2");
        assertThatThrownBy(() -> Charts.confusion(List.of("a", "b"), new int[][] {{1, 2}, {1}}))
                .hasMessage("heat map '', row 1: expected 2 values, one per column label, found 1");
    }

    @Test
    void aHistogramCountsByRange() {
        BarChart chart = Charts.histogram("Accuracies", "networks", new float[] {.05f, .1f, .3f, 1, -2}, 0, 1, 10);
        assertThat(chart.categories()).startsWith("0", "0.1").endsWith("0.9");
        assertThat(chart.series().get(0).values()).containsExactly(2, 1, 0, 1, 0, 0, 0, 0, 0, 1);
        assertThatThrownBy(() -> Charts.histogram("x", "n", new float[1], 1, 1, 3))
                .hasMessage(
                        "histogram 'x': expected 1 range or more between two rising numbers, found 3 from 1.0 to 1.0");
    }

    @Test
    void aPicturesPointsGoDown() {
        XyChart chart = Charts.scatter("Probes", "x", "y").points("free", 1, 2, 3, 4);
        assertThat(chart.series().get(0).xs()).containsExactly(1, 3);
        assertThat(chart.series().get(0).ys()).containsExactly(-2, -4);
        assertThatThrownBy(() -> chart.points("odd", 1, 2, 3))
                .hasMessage("points 'odd': expected pairs of numbers, found 3 numbers");
    }

    @Test
    void similaritiesShowTheFirstThings() {
        double[][] values = {{1, .5, .1}, {.5, 1, .2}, {.1, .2, 1}};
        HeatMap map = Charts.similarities("S", values, List.of("a", "a"));
        assertThat(map.values()[0]).containsExactly(Double.NaN, .5);
        assertThat(map.values()[1]).containsExactly(.5, Double.NaN);
        assertThat(map.rowLabels()).containsExactly("a", "");
        assertThat(map.columnLabels()).containsExactly("a", "");
        assertThat(values[0][0]).isEqualTo(1);
        assertThatThrownBy(() -> Charts.similarities("S", values, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("heat map 'S': expected 1 to 3 names, found 0");
    }
}
