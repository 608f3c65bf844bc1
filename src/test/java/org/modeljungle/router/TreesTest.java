package org.modeljungle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.metrics.Silhouette;

class TreesTest {

    private static final int SIZE = 512;

    private static Trees find(double spread, int... sizes) {
        return Trees.find(Points.cluster(Linkage.AVERAGE, Points.trees(7, SIZE, spread, sizes)));
    }

    /** Some trees, then models without relatives. */
    private static int[] with(int singles, int... trees) {
        return IntStream.concat(IntStream.of(trees), IntStream.generate(() -> 1).limit(singles))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, .01, .1, .3, .5, .7, .9})
    void treesOfDifferentSizesAreFoundBesideUnrelatedModels(double spread) {
        int[] sizes = with(30, 60, 40, 20, 5, 2);
        Trees trees = find(spread, sizes);
        assertThat(trees.labels()).isEqualTo(Points.labels(sizes));
        assertThat(trees.singletons()).isEqualTo(30);
        assertThat(trees.sizes()).startsWith(60, 40, 20, 5, 2, 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, .1, .5, .9})
    void oneTreeIsOneTree(double spread) {
        assertThat(find(spread, 50).count()).isEqualTo(1);
        assertThat(find(spread, 2).count()).isEqualTo(1);
        assertThat(find(spread, 2).singletons()).isZero();
    }

    @Test
    void unrelatedModelsAreATreeEach() {
        assertThat(find(0, with(80)).count()).isEqualTo(80);
        assertThat(find(0, with(2)).count()).isEqualTo(2);
        assertThat(find(0, with(2)).gap()).isGreaterThan(.9);
    }

    @ParameterizedTest
    @CsvSource({".1, .85, 1", ".5, .7, .95", ".9, .3, .7"})
    void theGapSaysHowClearTheAnswerIs(double spread, double least, double most) {
        assertThat(find(spread, with(10, 40, 30)).gap()).isBetween(least, most);
    }

    /** The limit that the documentation names: siblings whose cosine is below one half. */
    @Test
    void siblingsThatAreMoreUnlikeThanAlikeAreCalledStrangers() {
        assertThat(find(1.15, 40, 30).count()).isEqualTo(70);
    }

    @Test
    void treesOfOtherArchitecturesAreFartherThanTheScale() {
        Fingerprints same = Points.trees(1, SIZE, .4, 20, 10);
        float[] far = new float[30 * (SIZE + 2)]; // a structure of its own for each tree
        for (int i = 0; i < 30; i++) {
            System.arraycopy(same.values(), i * SIZE, far, i * (SIZE + 2), SIZE);
            far[i * (SIZE + 2) + SIZE + (i < 20 ? 0 : 1)] = 1;
        }
        Dendrogram tree = Points.cluster(Linkage.AVERAGE, new Fingerprints(30, SIZE + 2, far));
        assertThat(tree.heights()[28]).isEqualTo(2, within(.15));
        assertThat(Trees.find(tree).labels()).isEqualTo(Points.labels(20, 10));
    }

    @Test
    void theLargestTreeComesFirst() {
        Trees trees = find(.3, 3, 1, 9, 3);
        assertThat(trees.labels()).startsWith(1, 1, 1, 3, 0, 0).endsWith(2, 2, 2);
        assertThat(trees.members(2)).containsExactly(13, 14, 15);
        assertThat(trees.sizes()).containsExactly(9, 3, 3, 1);
        assertThat(trees)
                .hasToString(String.format(
                        Locale.ROOT,
                        "16 models: 3 trees of two models or more, 1 single models (gap %.2f)",
                        trees.gap()));
    }

    @Test
    void theSilhouetteIsBestAtTheTreesThatWereFound() {
        Fingerprints fingerprints = Points.trees(3, SIZE, .6, 30, 20, 15, 10);
        Distances distances = Points.distances(fingerprints);
        Dendrogram tree = Points.cluster(Linkage.AVERAGE, distances);
        Trees trees = Trees.find(tree);
        assertThat(trees.count()).isEqualTo(4);
        double found = Silhouette.mean(distances::get, trees.labels());
        for (int clusters : new int[] {2, 3, 5, 6, 10}) {
            assertThat(Silhouette.mean(distances::get, tree.cutInto(clusters))).isLessThan(found);
        }
    }

    @Test
    void refusesWhatIsNoScale() {
        Dendrogram tree = new Dendrogram(2, new int[] {0}, new int[] {1}, new double[] {1});
        assertThatThrownBy(() -> Trees.find(tree, 0))
                .hasMessage("trees: expected a distance of unrelated models above 0, found 0.0");
        assertThatThrownBy(() -> new Trees(new int[] {0, 2}, 2, 1, 1))
                .hasMessage("trees: expected labels from 0 to 1, each used, found [0, 2]");
    }

    @Test
    void silhouettesAreThoseOfTheDefinition() {
        Distances distances = Points.distances(new Fingerprints(5, 1, new float[] {0, 1, 5, 7, 20}));
        int[] labels = {0, 0, 1, 1, 2};
        double[] expected = {(6 - 1) / 6.0, (5 - 1) / 5.0, (4.5 - 2) / 4.5, (6.5 - 2) / 6.5, 0};
        double[] found = Silhouette.of(distances::get, labels);
        for (int i = 0; i < 5; i++) {
            assertThat(found[i]).isEqualTo(expected[i], within(1e-6));
        }
        assertThat(Silhouette.mean(distances::get, labels))
                .isEqualTo(Arrays.stream(expected).average().orElseThrow(), within(1e-6));
        assertThat(Silhouette.of(Points.distances(new Fingerprints(4, 1, new float[4]))::get, new int[] {0, 0, 1, 1}))
                .containsOnly(0);
        assertThatThrownBy(() -> Silhouette.of(distances::get, new int[5]))
                .hasMessage("silhouette: expected labels 0, 1, ... of 2 clusters or more, found [0] for 5 points");
    }
}
