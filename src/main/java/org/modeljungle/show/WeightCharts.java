package org.modeljungle.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The drawings of weights: a map of each matrix, their distributions in one chart, their singular values in another.
 */
final class WeightCharts {

    private static final int RANGES = 60; // of a distribution
    private static final int WIDE = 510; // pixels of a chart in a row of two
    private static final int NARROW = 380; // pixels of a chart beside a map
    private static final int HIGH = 300;

    private WeightCharts() {}

    /**
     * All of them in one picture.
     *
     * @param all one matrix, or two and their difference
     * @param numbers of each
     */
    static Picture of(String title, List<LayerWeights> all, List<WeightNumbers> numbers) {
        String words = IntStream.range(0, all.size())
                .mapToObj(i -> numbers.get(i).text(all.get(i).model()))
                .collect(Collectors.joining("; "));
        return drawn(title, all, numbers)
                .withAlt(title + ", heat maps, distribution and singular values of the weights: " + words);
    }

    private static Picture drawn(String title, List<LayerWeights> all, List<WeightNumbers> numbers) {
        double full = all.stream()
                .limit(2)
                .mapToDouble(weights -> MatrixMap.fullColour(weights.values()))
                .max()
                .orElseThrow();
        List<Figure> maps = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            LayerWeights one = all.get(i);
            double scale = i < 2 ? full : 0; // the difference is smaller: it has its own
            maps.add(new MatrixMap(one.model(), one.values(), one.rows(), one.cols(), scale));
        }
        List<LayerWeights> models =
                all.subList(0, Math.min(2, all.size())); // a difference is too narrow to be among them
        List<Figure> charts = new ArrayList<>(List.of(distributions(models).size(wide(all), HIGH)));
        if (numbers.stream().anyMatch(one -> one.spectrum().isPresent())) {
            charts.add(spectra(all, numbers));
        }
        if (all.size() == 1) {
            maps.addAll(charts);
            return new Panels(title, List.of(maps)).picture();
        }
        return new Panels(title, List.of(maps, charts)).picture();
    }

    private static XyChart spectra(List<LayerWeights> all, List<WeightNumbers> numbers) {
        XyChart chart =
                Charts.line("Singular values", "number, largest first", "value").size(wide(all), HIGH);
        for (int i = 0; i < all.size(); i++) {
            double[] values = numbers.get(i).spectrum().orElse(new double[0]);
            chart = chart.series(all.get(i).model(), values);
        }
        return all.size() > 1 ? chart.logY() : chart; // a difference is far smaller
    }

    private static int wide(List<LayerWeights> all) {
        return all.size() > 1 ? WIDE : NARROW;
    }

    /** How many percent of the weights lie in each of as many equal ranges; lines, so that none hides another. */
    static XyChart distributions(List<LayerWeights> all) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (LayerWeights weights : all) {
            for (float value : weights.values()) {
                if (Float.isFinite(value)) {
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
        }
        XyChart chart = Charts.line("Distribution", "weight", "% of the weights");
        if (!(least <= most)) {
            return chart;
        }
        double apart = (most - least) / RANGES;
        for (LayerWeights weights : all) {
            chart = least == most
                    ? chart.series(
                            weights.model(), new double[] {least}, new double[] {shareOfFinite(weights.values())})
                    : chart.series(weights.model(), middles(least, apart), shares(least, apart, weights.values()));
        }
        return chart;
    }

    private static double shareOfFinite(float... values) {
        return 100.0
                * IntStream.range(0, values.length)
                        .filter(i -> Float.isFinite(values[i]))
                        .count()
                / values.length;
    }

    private static double[] middles(double least, double apart) {
        double[] middles = new double[RANGES];
        Arrays.setAll(middles, i -> least + (i + 0.5) * apart);
        return middles;
    }

    private static double[] shares(double least, double apart, float... values) {
        double[] shares = new double[RANGES];
        for (float value : values) {
            if (Float.isFinite(value)) {
                int range = (int) Math.floor((value - least) / apart);
                shares[Math.max(0, Math.min(RANGES - 1, range))] += 100.0 / values.length;
            }
        }
        return shares;
    }
}
