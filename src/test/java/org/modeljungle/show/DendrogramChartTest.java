package org.modeljungle.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.router.Dendrogram;
import org.modeljungle.router.Distances;
import org.modeljungle.router.Fingerprints;
import org.modeljungle.router.Linkage;
import org.modeljungle.router.Trees;
import org.modeljungle.tensor.Workers;

class DendrogramChartTest {

    private static final int SIZE = 512;

    @TempDir
    Path folder;

    /** Points around centres of length 1 far from each other. */
    private static Dendrogram tree(double spread, int... sizes) {
        int points = IntStream.of(sizes).sum();
        float[] values = new float[points * SIZE];
        int point = 0;
        for (int cluster = 0; cluster < sizes.length; cluster++) {
            float[] centre = new Seeds(cluster).normal(SIZE);
            for (int i = 0; i < sizes[cluster]; i++, point++) {
                float[] own = new Seeds(1000 + point).normal(SIZE);
                double moved = spread * (1 + .5 * new Seeds(point).random().nextDouble());
                for (int k = 0; k < SIZE; k++) {
                    values[point * SIZE + k] = (float) ((centre[k] + moved * own[k]) / Math.sqrt(SIZE));
                }
            }
        }
        try (Workers workers = Workers.of(1);
                Progress progress = Progress.of("clustering", 2L * points)) {
            Distances distances = Distances.euclidean(new Fingerprints(points, SIZE, values), workers, progress);
            return Linkage.AVERAGE.cluster(distances, progress);
        }
    }

    private static int[] trees(int singles, int... trees) {
        return IntStream.concat(IntStream.of(trees), IntStream.generate(() -> 1).limit(singles))
                .toArray();
    }

    private BufferedImage image(String name, DendrogramChart chart) throws IOException {
        assertThat(chart.picture().problem()).isEmpty();
        chart.save(folder.resolve(name));
        return ImageIO.read(new ByteArrayInputStream(chart.picture().png()));
    }

    private static long count(BufferedImage image, Color color) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(pixels).filter(pixel -> pixel == color.getRGB()).count();
    }

    @Test
    void treesBelowTheCutHaveTheirColours() throws IOException {
        Dendrogram tree = tree(.3, trees(12, 60, 40, 30, 20));
        double cut = Trees.find(tree).cut();
        DendrogramChart chart = Charts.dendrogram("Four trees and unrelated models", tree);
        BufferedImage coloured = image("trees.png", chart.cut(cut));
        for (int color = 0; color < 4; color++) {
            assertThat(count(coloured, Style.series(color))).isGreaterThan(200);
        }
        assertThat(count(coloured, Style.series(4))).isZero();
        assertThat(count(image("plain.png", chart), Style.series(0))).isZero();
        assertThat(chart.cut(cut).text())
                .contains("Four trees and unrelated models, dendrogram of 162 points, merged at distance 0.4")
                .endsWith("into 16 clusters, the largest of 60 points");
        assertThat(chart.cut(cut).logY().axis("mean distance").text()).contains("merged at mean distance 0.4");
        image("log.png", chart.cut(cut).logY());
    }

    @Test
    void treesHaveTheNumbersThatWereFound() {
        Dendrogram tree = tree(.3, trees(5, 10, 20, 10, 10, 20));
        Trees trees = Trees.find(tree);
        DendrogramLayout layout =
                new DendrogramLayout(Charts.dendrogram("D", tree).cut(trees.cut()));
        for (int point = 0; point < tree.points(); point++) {
            int label = trees.labels()[point];
            assertThat(layout.color(point)).isEqualTo(label < 5 ? label : DendrogramLayout.SINGLE);
        }
    }

    @Test
    void fewPointsHaveTheirNames() throws IOException {
        Dendrogram tree = tree(.2, 3, 2, 1);
        List<String> names = List.of("oak one", "oak two", "oak three", "elm one", "elm two", "a model of its own");
        DendrogramChart chart = Charts.dendrogram("Six models", tree).cut(1).names(names);
        image("six.png", chart);
        assertThat(chart.picture().height())
                .isGreaterThan(Charts.dendrogram("", tree).picture().height());
    }

    @Test
    void whatMergedEarlyIsFolded() throws IOException {
        Dendrogram tree = tree(.3, 200, 100);
        DendrogramChart all = Charts.dendrogram("All", tree).leaves(1000);
        DendrogramChart few = Charts.dendrogram("Few", tree).leaves(10);
        assertThat(image("all.png", all).getWidth()).isGreaterThan(300 * 14 * Style.SCALE);
        assertThat(image("few.png", few).getWidth()).isLessThan(700 * Style.SCALE);
        assertThat(new DendrogramLayout(few).shown()).hasSize(10);
        assertThat(new DendrogramLayout(few)
                        .shown().stream()
                                .mapToInt(new DendrogramLayout(few)::size)
                                .sum())
                .isEqualTo(300);
        assertThat(new DendrogramLayout(all).shown()).hasSize(300);
    }

    @Test
    void extremesAreDrawn() throws IOException {
        Dendrogram equal = new Dendrogram(3, new int[] {0, 2}, new int[] {1, 3}, new double[2]);
        image("equal.png", Charts.dendrogram("Equal", equal));
        image("equal-log.png", Charts.dendrogram("", equal).logY().cut(0));
        Dendrogram wide = new Dendrogram(3, new int[] {0, 2}, new int[] {1, 3}, new double[] {1e-6, 40});
        image("wide.png", Charts.dendrogram("Wide", wide).logY().cut(1e3));
        image("above.png", Charts.dendrogram("Above", wide).cut(Double.POSITIVE_INFINITY));
        image("below.png", Charts.dendrogram("Below", tree(.3, 30, 30)).cut(.01).leaves(5));
    }

    @Test
    void axesHaveRoundNumbers() {
        assertThat(Axis.upTo(.1, 1.4, false).ticks()).hasSizeBetween(4, 8).startsWith(0.0);
        assertThat(Axis.upTo(.01, 2, true).ticks()).contains(.01, .02, .05, .1, 1.0, 2.0);
        assertThat(Axis.upTo(1e-6, 40, true).ticks()).hasSizeBetween(6, 9);
        assertThat(Axis.upTo(1, 2, true).ticks()).hasSizeBetween(3, 10);
        assertThat(Axis.upTo(1, 100, true).place(0)).isZero();
    }

    @Test
    void saysWhatDoesNotFit() {
        Dendrogram tree = new Dendrogram(2, new int[] {0}, new int[] {1}, new double[] {1});
        assertThat(Charts.dendrogram("D", tree).cut(2).text()).endsWith("into 1 cluster, the largest of 2 points");
        assertThatThrownBy(() -> Charts.dendrogram("D", tree).names(List.of("a")))
                .hasMessage("dendrogram 'D': expected a name for each of 2 points, found 1");
        assertThatThrownBy(() -> Charts.dendrogram("D", tree).leaves(1))
                .hasMessage("dendrogram 'D': expected 2 leaves or more to draw, found 1");
    }
}
