package org.modeljungle.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.nets.Epochs;
import org.modeljungle.router.Dendrogram;
import org.modeljungle.search.ModelMap;
import org.modeljungle.store.Models;

/**
 * Charts in one house style. Each gives a figure that is completed by chained calls and shown by {@code show(...)}:
 *
 * <pre>{@code
 * show(Charts.line("Loss", "step", "loss").series("train", steps, losses).logY());
 * show(Charts.bars("Accuracy", "accuracy", methods).series("held out", values, errors).chance(0.05));
 * show(Charts.confusion(labels, counts));
 * }</pre>
 *
 * What is not a finite number is left out of lines and bars.
 */
public final class Charts {

    private Charts() {}

    /** An empty line chart: add series to it. */
    public static XyChart line(String title, String xLabel, String yLabel) {
        return XyChart.of(title, xLabel, yLabel, true);
    }

    /** An empty scatter plot: add series to it. */
    public static XyChart scatter(String title, String xLabel, String yLabel) {
        return XyChart.of(title, xLabel, yLabel, false);
    }

    /**
     * A scatter plot of two numbers of models, one series a tree.
     *
     * @param x the name of a number that is known of each
     * @param y the same
     * @throws IllegalArgumentException if a tree or a number is unknown of one
     */
    public static XyChart scatter(String title, Models models, String x, String y) {
        XyChart chart = scatter(title, x, y);
        for (String tree : new LinkedHashSet<>(models.trees())) {
            Models own = models.ofTree(tree);
            chart = chart.series(tree, own.numbers(x), own.numbers(y));
        }
        return chart;
    }

    /** An empty bar chart with one group of bars per category: add series to it. */
    public static BarChart bars(String title, String valueLabel, List<String> categories) {
        return BarChart.of(title, valueLabel, categories);
    }

    /**
     * A bar chart of one series.
     *
     * @param errors half the length of each error bar, in the values' unit
     * @param chance the value that guessing reaches, drawn as a dashed line
     */
    public static BarChart bars(
            String title, String valueLabel, List<String> categories, double[] values, double[] errors, double chance) {
        return bars(title, valueLabel, categories)
                .series(valueLabel, values, errors)
                .chance(chance);
    }

    /**
     * How many values lie in each of as many equal ranges; those outside count to the first or the last, NaN to none.
     *
     * @param what is counted
     * @param from where the first range begins
     * @param to where the last one ends
     * @param ranges how many
     */
    public static BarChart histogram(String title, String what, float[] values, double from, double to, int ranges) {
        return Histogram.of(title, what, values, from, to, ranges);
    }

    /**
     * A heat map.
     *
     * @param values [rows, columns]; NaN is left white with a dash
     */
    public static HeatMap heatmap(
            String title, double[][] values, List<String> rowLabels, List<String> columnLabels, Palette palette) {
        return HeatMap.of(title, values, rowLabels, columnLabels, palette);
    }

    /**
     * A heat map.
     *
     * @param values [rows, columns]; NaN is left white with a dash
     */
    public static HeatMap heatmap(
            String title, float[][] values, List<String> rowLabels, List<String> columnLabels, Palette palette) {
        double[][] wide = new double[values.length][]; // [rows, columns]
        for (int row = 0; row < values.length; row++) {
            wide[row] = XyChart.widen(values[row]);
        }
        return HeatMap.of(title, wide, rowLabels, columnLabels, palette);
    }

    /**
     * How alike the first of some things are: colours without numbers, the diagonal left out.
     *
     * @param values similarities, symmetric // [things, things]
     * @param names of the first things, which are shown; of equal ones side by side the first
     * @throws IllegalArgumentException if there are more names than things, or none
     */
    public static HeatMap similarities(String title, double[][] values, List<String> names) {
        int shown = names.size();
        Check.that(
                shown > 0 && shown <= values.length,
                "heat map '%s': expected 1 to %d names, found %d",
                title,
                values.length,
                shown);
        double[][] corner = new double[shown][];
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            corner[i] = Arrays.copyOf(values[i], shown);
            corner[i][i] = Double.NaN;
            labels.add(i > 0 && names.get(i).equals(names.get(i - 1)) ? "" : names.get(i));
        }
        return heatmap(title, corner, labels, labels, Palette.DIVERGING).colorsOnly();
    }

    /**
     * A confusion matrix: one row per true class, coloured by the part of that row, with the counts in the cells.
     *
     * @param counts [true class, predicted class]
     */
    public static HeatMap confusion(List<String> labels, int[][] counts) {
        return HeatMap.confusion(labels, counts);
    }

    /** Charts of an experiment's outcomes: means over the repeats, with their spread as error bars. */
    public static OutcomeCharts of(Outcomes outcomes) {
        return new OutcomeCharts(outcomes);
    }

    /** The drawn tree of a hierarchical clustering; {@code cut} adds the line below which clusters have colours. */
    public static DendrogramChart dendrogram(String title, Dendrogram tree) {
        return DendrogramChart.of(title, tree);
    }

    /** A map of models as dots; pictures, colours and names are added to it. */
    public static MapChart map(String title, ModelMap map) {
        return MapChart.of(title, map);
    }

    /**
     * The course of a training: the loss above, the score on validation below, and the best epoch in a ring; of equally
     * good ones the first.
     *
     * <pre>{@code
     * show(Charts.training("ProbeX", "accuracy", reader.history()));
     * }</pre>
     *
     * @param score what the score on validation is
     * @param history all validations
     * @throws IllegalArgumentException if there are none, as of a reader that is not trained in epochs
     */
    public static Panels training(String title, String score, List<Epochs.Evaluation> history) {
        return Course.of(title, score, history);
    }

    /** The same of a training's outcome, whose best epoch is the one whose parameters were kept. */
    public static Panels training(String title, String score, Epochs.Best result) {
        return Course.of(title, score, result.history(), result.bestEpoch());
    }
}
