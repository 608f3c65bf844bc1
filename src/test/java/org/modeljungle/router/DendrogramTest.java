package org.modeljungle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DendrogramTest {

    /** ((0, 1), (2, 3)), 4: clusters 5, 6, 7 and 8. */
    private final Dendrogram tree =
            new Dendrogram(5, new int[] {0, 2, 5, 4}, new int[] {1, 3, 6, 7}, new double[] {1, 2, 2, 5});

    @Test
    void isCutAtAHeight() {
        assertThat(tree.cut(0)).containsExactly(0, 1, 2, 3, 4);
        assertThat(tree.cut(1)).containsExactly(0, 0, 1, 2, 3);
        assertThat(tree.cut(2)).containsExactly(0, 0, 0, 0, 1);
        assertThat(tree.cut(Double.POSITIVE_INFINITY)).containsOnly(0);
        assertThat(IntStream.of(0, 1, 2, 5).map(tree::count)).containsExactly(5, 4, 2, 1);
    }

    @Test
    void isCutIntoAtMostSoManyClusters() {
        assertThat(tree.cutInto(1)).containsOnly(0);
        assertThat(tree.cutInto(3)).containsExactly(0, 0, 0, 0, 1); // both merges at 2, or none
        assertThat(tree.cutInto(4)).containsExactly(0, 0, 1, 2, 3);
        assertThat(tree.cutInto(9)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void leavesStandWithoutCrossings() {
        assertThat(tree.leaves()).containsExactly(4, 0, 1, 2, 3);
        assertThat(tree.sizes()).containsExactly(1, 1, 1, 1, 1, 2, 2, 4, 5);
        assertThat(tree.matrix()[3]).containsExactly(4, 7, 5, 5);
    }

    @Test
    void aLongStaircaseIsCutAndOrdered() {
        int points = 5_000; // deeper than a stack of calls would be
        int[] left = IntStream.range(0, points - 1).map(i -> i == 0 ? 0 : i + 1).toArray();
        int[] right = IntStream.range(0, points - 1)
                .map(i -> i == 0 ? 1 : points + i - 1)
                .toArray();
        double[] heights = IntStream.range(0, points - 1).asDoubleStream().toArray();
        Dendrogram stairs = new Dendrogram(points, left, right, heights);
        assertThat(Arrays.stream(stairs.leaves()).distinct()).hasSize(points);
        assertThat(Arrays.stream(stairs.cut(99.5)).distinct()).hasSize(points - 100);
        assertThat(stairs.cut(1e9)).containsOnly(0);
    }

    @Test
    void refusesWhatIsNoTree() {
        assertThatThrownBy(() -> new Dendrogram(3, new int[1], new int[1], new double[1]))
                .hasMessage("dendrogram: expected 2 points or more and one merge fewer, found 3 points and 1 merges");
        assertThatThrownBy(() -> new Dendrogram(3, new int[] {0, 0}, new int[] {1, 2}, new double[] {1, 2}))
                .hasMessage("dendrogram, merge 1: expected two clusters there are, the smaller number first, found 0"
                        + " and 2");
        assertThatThrownBy(() -> new Dendrogram(3, new int[] {0, 2}, new int[] {1, 4}, new double[] {1, 2}))
                .hasMessage("dendrogram, merge 1: expected two clusters there are, the smaller number first, found 2"
                        + " and 4");
        assertThatThrownBy(() -> new Dendrogram(3, new int[] {0, 2}, new int[] {1, 3}, new double[] {2, 1}))
                .hasMessage(
                        "dendrogram, merge 1: expected a finite height that is not below the one before, found 1.0");
        assertThatThrownBy(() -> tree.cut(Double.NaN)).hasMessage("dendrogram: expected a height to cut at, found NaN");
        assertThatThrownBy(() -> tree.cutInto(0)).hasMessage("dendrogram: expected 1 cluster or more, found 0");
    }
}
