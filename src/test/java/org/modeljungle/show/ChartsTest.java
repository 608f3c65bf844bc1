package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
        return Arrays.stream(pixels).filter(p -> p == color.getRGB()).count();
    }

    @Test
    void aChartsTextSaysWhatIsDrawn() {
        XyChart chart = Charts.line("L", "x", "y")
                .series("s", new double[] {1, 2, 3, 4}, new double[] {1, .1, 0, -1})
                .logY();
        assertThat(chart.alt()).contains("s (2 points, ends at 0.1, 2 that cannot be drawn)");
    }

    /** The second name is longer than its column is far from the edge. */
    @Test
    void slantedNamesAreNotCutOff() throws IOException {
        HeatMap map = Charts.heatmap(
                "",
                new double[][] {{1, 2}},
                List.of("r"),
                List.of("a", "a long name of a column, 170 px wide"),
                Palette.SEQUENTIAL);
        BufferedImage drawn =
                ImageIO.read(new ByteArrayInputStream(map.picture().png()));
        int[] edge = drawn.getRGB(0, 0, 1, drawn.getHeight(), null, 0, 1);
        assertThat(Arrays.stream(edge).distinct().toArray()).hasSize(1);
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
                .endsWith("Children, scatter plot of accuracy over rate: oak (2 points); elm (1 point)");
        assertThat(chart.series().get(0).xs()).containsExactly(1, 3);
        assertThat(chart.series().get(0).ys()).containsExactly(.5, 1);
    }

    private static Model model(String id, String tree, double rate, double accuracy) {
        return Model.of(id, Path.of(id)).withTree(tree).withNumber("rate", rate).withNumber("accuracy", accuracy);
    }

    @Test
    void longLegendsAndTitlesTakeMoreLines() {
        XyChart chart = Charts.line("Layers", "depth", "accuracy");
        BarChart bars = Charts.bars("Layers", "accuracy", List.of("a"));
        for (int i = 0; i < 9; i++) {
            chart = chart.series("a series with a long name " + i, XS, XS);
            bars = bars.series("a series with a long name " + i, 1);
        }
        XyChart two =
                Charts.line("Layers", "depth", "accuracy").series("a", XS, XS).series("b", XS, XS);
        assertThat(chart.picture().width()).isEqualTo(640);
        assertThat(chart.picture().height()).isEqualTo(two.picture().height() + 8 * ChartStyle.LEGEND_LINE);
        assertThat(bars.chance(.5).picture().width()).isEqualTo(640);
        XyChart titled = Charts.line("a title that is longer than its chart is wide, and by far, ".repeat(2), "x", "y");
        XyChart plain = Charts.line("Short", "x", "y");
        assertThat(titled.picture().width()).isEqualTo(640);
        assertThat(titled.picture().height()).isGreaterThan(plain.picture().height());
    }

    @Test
    void logarithmicAxesAreLabelledAtOneTwoAndFive() {
        assertThat(Axis.around(4, 64, true).ticks()).containsExactly(5.0, 10.0, 20.0, 50.0);
        assertThat(Axis.around(35, 280, true).ticks()).containsExactly(50.0, 100.0, 200.0);
        Axis wide = Axis.around(1e-5, 1, true);
        assertThat(wide.ticks(12)).hasSizeBetween(10, 14);
        assertThat(wide.texts(wide.ticks(5))).containsExactly("0.00001", "0.0001", "0.001", "0.01", "0.1", "1");
        assertThat(Axis.around(1e-30, 1e30, true).ticks(8)).hasSizeBetween(5, 10);
        assertThat(Axis.around(2, 6, true).ticks()).contains(2.0, 3.0, 4.0, 5.0);
    }

    @Test
    void numbersOfAnAxisHaveOneForm() {
        assertThat(Stream.of(0.0, 1e-18, .05, .1, -.05)
                        .map(Axis.around(0, .1, false).formatter(.05)))
                .containsExactly("0.00", "0.00", "0.05", "0.10", "-0.05");
        assertThat(Axis.around(0, 5e6, false).formatter(1e6).apply(2e6)).isEqualTo("2000000");
        assertThat(Axis.around(1e-12, 3e-12, false).formatter(1e-12).apply(2e-12))
                .isEqualTo("2.00e-12");
        assertThat(Stream.of(4.0, 5.0, 6.0, 10.0, 20.0)
                        .map(Axis.around(4, 64, true).formatter(1)))
                .containsExactly("", "5", "", "10", "20");
    }

    @Test
    void axesGoThereAndBack() {
        Axis log = Axis.around(4, 64, true);
        Axis linear = Axis.around(-1, 3, false);
        assertThat(log.at(log.place(20))).isCloseTo(20, within(1e-9));
        assertThat(linear.at(linear.place(.25))).isCloseTo(.25, within(1e-9));
    }

    /** XChart looks for numbers of an axis until they fit, and can do so forever. */
    @Test
    @Timeout(120)
    void numbersOfEverySizeAreDrawn() {
        for (double size : new double[] {1e-300, 1e-20, 1e-12, 1e-7, 1, 1e7, 1e20, 1e300}) {
            double[] ys = {size, 3 * size, 2 * size};
            Figure[] figures = {
                Charts.line("s", "x", "y").series("s", ys),
                Charts.line("s", "x", "y").series("s", ys).logY(),
                Charts.scatter("s", "x", "y").series("s", ys, ys).logX(),
                Charts.bars("s", "v", List.of("a", "b", "c")).series("s", ys),
                Charts.bars("s", "v", List.of("a", "b", "c")).series("s", ys).chance(0),
            };
            for (Figure figure : figures) {
                assertThat(figure.picture().problem()).isEmpty();
            }
        }
    }

    @Test
    @Timeout(120)
    void namesOfEveryLengthAreDrawn() {
        String name = "a very long name of a category ".repeat(9);
        for (int n : new int[] {1, 2, 3, 60}) {
            List<String> names = IntStream.range(0, n).mapToObj(i -> name + i).toList();
            BarChart bars = Charts.bars("s", "v", names).series(name, new double[n]);
            assertThat(bars.picture().problem()).isEmpty();
            assertThat(bars.chance(.5).picture().problem()).isEmpty();
        }
    }

    @Test
    void axesHoldWhatTheyAreMadeFor() {
        assertThat(Axis.around(NAN, NAN, false)).isEqualTo(new Axis(0, 1, false));
        assertThat(Axis.around(.5, .5, false).place(.5)).isCloseTo(.5, within(1e-9));
        assertThat(Axis.around(.5, .5, true).place(.5)).isCloseTo(.5, within(1e-9));
        assertThat(Axis.around(0, 0, false).ticks()).contains(0.0);
        Axis axis = Axis.around(.5, .9, false);
        assertThat(axis.texts(axis.ticks(5))).containsExactly("0.5", "0.6", "0.7", "0.8", "0.9");
    }

    @Test
    void whatIsNotFiniteIsLeftOut() throws IOException {
        XyChart chart = Charts.line("Loss", "step", "loss")
                .series("broken", XS, new double[] {1, NAN, Double.POSITIVE_INFINITY, 2})
                .series("nothing", XS, new double[] {NAN, NAN, NAN, NAN});
        assertThat(count(chart, Style.series(0))).isGreaterThan(500);
        assertThat(count(chart, Style.series(1))).isLessThan(400); // the legend alone
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
        BarChart both =
                Charts.bars("b", "v", List.of("x", "y")).series("s", new double[] {.4, .5}, new double[] {.1, .1});
        assertThat(count(none, Style.series(0))).isLessThan(count(both, Style.series(0)));
        assertThat(count(Charts.bars("b", "v", List.of("x", "y")).series("s", NAN, NAN), Style.series(0)))
                .isZero();
    }

    @Test
    void anErrorOfNothingHasNoWhiskers() throws IOException {
        double[] ys = {.5, .6, .7, .8};
        double[][] nothing = {{}, {0, 0, 0, 0}, {NAN, NAN, NAN, NAN}};
        double[] some = {.01, .01, .01, .01};
        long plain = count(Charts.scatter("s", "x", "y").series("s", XS, ys), Style.series(0));
        for (double[] errors : nothing) {
            assertThat(count(Charts.scatter("s", "x", "y").series("s", XS, ys, errors), Style.series(0)))
                    .isEqualTo(plain);
        }
        assertThat(count(Charts.scatter("s", "x", "y").series("s", XS, ys, some), Style.series(0)))
                .isGreaterThan(plain);
        BarChart once = Charts.bars("b", "v", List.of("x")).chance(.5);
        assertThat(count(once.series("s", new double[] {.5}, new double[] {0}), Style.series(0)))
                .isEqualTo(count(once.series("s", .5), Style.series(0)));
    }

    @Test
    void manyPointsHaveABandOfError() throws IOException {
        double[] ys = new double[100];
        double[] errors = new double[100];
        Arrays.fill(errors, 1);
        double[] xs = new double[100];
        Arrays.setAll(xs, i -> i);
        XyChart chart = Charts.line("L", "x", "y").series("s", xs, ys, errors);
        Color band = new Color(204, 227, 240); // a fifth of the series's colour
        int[] close = {0};
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(chart.picture().png()));
        for (int y = 0; y < image.getHeight(); y++) {
            Color color = new Color(image.getRGB(image.getWidth() / 2 + 7, y));
            close[0] += Math.abs(color.getRed() - band.getRed()) < 6 && Math.abs(color.getBlue() - band.getBlue()) < 6
                    ? 1
                    : 0;
        }
        assertThat(close[0]).isGreaterThan(200);
    }

    @Test
    void countsAreBarsFromZeroAndMeasuresArePoints() throws IOException {
        BarChart counts = Charts.bars("b", "v", List.of("x", "y")).series("s", 85, 89);
        assertThat(counts.text()).endsWith("b, bar chart of v: s (x 85, y 89)");
        assertThat(count(counts, Style.series(0))).isGreaterThan(50_000);
        BarChart measures =
                Charts.bars("b", "v", List.of("x", "y")).series("s", .85, .89).chance(.5);
        assertThat(measures.text()).endsWith("b, dot plot of v: s (x 0.85, y 0.89); chance 0.5");
        assertThat(count(measures, Style.series(0))).isBetween(200L, 1_000L);
    }

    @Test
    void aFarChanceLevelDoesNotCrampTheNumbers() throws IOException {
        BarChart close =
                Charts.bars("b", "v", List.of("x", "y")).series("s", new double[] {.85, .89}, new double[] {.01, .01});
        BarChart wide =
                Charts.bars("b", "v", List.of("x", "y")).series("s", new double[] {.65, .89}, new double[] {.01, .01});
        assertThat(count(close.chance(.5), Style.series(0))).isCloseTo(count(close, Style.series(0)), within(20L));
        assertThat(count(wide.chance(.5), Style.series(0))).isLessThan(count(wide, Style.series(0)));
        XyChart line = Charts.line("L", "x", "y").series("s", XS, new double[] {.85, .86, .87, .88});
        assertThat(count(line.chance(0), Style.series(0))).isCloseTo(count(line, Style.series(0)), within(20L));
        assertThat(line.chance(0).text()).contains("chance 0");
        assertThat(Style.withoutChance("tau", 0)).isEqualTo("tau (chance 0 lies beyond the axis)");
    }

    @Test
    void onlyManyNumbersPushChanceOffTheAxis() {
        assertThat(Axis.hasRoomFor(0, .7, .9, false)).isFalse();
        assertThat(Axis.hasRoomFor(.5, .7, .9, false)).isTrue();
        assertThat(Axis.hasRoomFor(.8, .7, .9, false)).isTrue();
        assertThat(Axis.hasRoomFor(5, .7, .9, false)).isFalse();
        assertThat(Axis.hasRoomFor(0, .9, .9, false)).isTrue();
        assertThat(Axis.hasRoomFor(1, 1e3, 1e4, true)).isTrue();
        assertThat(Axis.hasRoomFor(1, 1e3, 2e3, true)).isFalse();
    }

    @Test
    void belowZeroBarsGoDown() throws IOException {
        BarChart chart = Charts.bars("b", "v", List.of("a long name of two lines or of three", "y"))
                .series("s", -1, 2);
        assertThat(count(chart, Style.series(0))).isGreaterThan(50_000);
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
        XyChart marked = chart.mark("best", new double[] {0, 1, 10}, new double[] {1, 0, .1});
        assertThat(marked.picture().problem()).isEmpty();
        assertThat(chart.mark("none", new double[] {NAN, 1}, new double[] {1, 0})
                        .picture()
                        .problem())
                .isEmpty();
    }

    @Test
    void chanceAndErrorsAreDrawn() throws IOException {
        BarChart bars =
                Charts.bars("A", "acc", List.of("ridge", "ProbeX"), new double[] {.5, .7}, new double[] {.1, .1}, .05);
        assertThat(count(bars, Style.series(0))).isGreaterThan(500);
        assertThat(bars.text())
                .endsWith("A, dot plot of acc: acc (ridge 0.5 \u00b1 0.1, ProbeX 0.7 \u00b1 0.1); chance 0.05");
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
        assertThat(chart.categories()).startsWith("0.0", "0.1").endsWith("0.9");
        assertThat(chart.series().get(0).values()).containsExactly(2, 1, 0, 1, 0, 0, 0, 0, 0, 1);
        assertThat(Charts.histogram("x", "n", new float[] {Float.NaN, .6f}, 0, 1, 2)
                        .series()
                        .get(0)
                        .values())
                .containsExactly(0, 1);
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
