package org.modeljungle.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;

class ModelMapTest {

    private static final Seeds SEEDS = new Seeds(12);
    private static final int EACH = 12;

    /** Ten groups of twelve in twenty dimensions. */
    private static float[][] groups() {
        float[][] vectors = new float[10 * EACH][];
        for (int i = 0; i < vectors.length; i++) {
            float[] centre = SEEDS.split("centre", i / EACH).normal(20);
            float[] own = SEEDS.split("own", i).normal(20);
            vectors[i] = new float[20];
            for (int k = 0; k < 20; k++) {
                vectors[i][k] = centre[k] + .3f * own[k];
            }
        }
        return vectors;
    }

    private static List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < 10 * EACH; i++) {
            labels.add("group " + i / EACH);
        }
        return labels;
    }

    private static float[][] floats(ModelMap map) {
        float[][] places = new float[map.models()][2];
        for (int i = 0; i < places.length; i++) {
            places[i][0] = (float) map.places()[i][0];
            places[i][1] = (float) map.places()[i][1];
        }
        return places;
    }

    @Test
    void tsneKeepsNeighboursTogether() {
        ModelMap map = ModelMap.tsne(ModelDistances.cosine(groups()), SEEDS);
        assertThat(map).hasToString("map of 120 models by t-SNE");
        ModelDistances drawn = ModelDistances.euclidean(floats(map));
        assertThat(NearestNeighbours.leaveOneOut(drawn, labels(), 3).accuracy()).isEqualTo(1);
        assertThat(Retrieval.of(drawn, labels()).meanAveragePrecision()).isGreaterThan(.95);
    }

    /** The same bytes, also from a thread of another pool. */
    @Test
    void oneSeedGivesOneMap() throws Exception {
        ModelDistances distances = ModelDistances.euclidean(groups());
        Tsne settings = Tsne.of(120).withIterations(300);
        ModelMap map = ModelMap.tsne(distances, settings, SEEDS);
        assertThat(ModelMap.tsne(distances, settings, SEEDS).places()).isDeepEqualTo(map.places());
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            assertThat(one.submit(() -> ModelMap.tsne(distances, settings, SEEDS))
                            .get()
                            .places())
                    .isDeepEqualTo(map.places());
        } finally {
            one.shutdown();
        }
    }

    /**
     * Paths in a graph of two sides of four, all of each joined to all of the other: no points have these distances,
     * and the eigenvalue that is largest in size, -4, is no axis. Six are 2.
     */
    @Test
    void distancesThatNoPointsHaveStillGiveTwoAxes() {
        double[][] hops = new double[8][8];
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 8; j++) {
                hops[i][j] = i == j ? 0 : i / 4 == j / 4 ? 2 : 1;
            }
        }
        ModelDistances distances = ModelDistances.of("hops", hops);
        double[][] places = ModelMap.pca(distances, SEEDS).places();
        for (int axis = 0; axis < 2; axis++) {
            double squares = 0;
            for (double[] place : places) {
                squares += place[axis] * place[axis];
            }
            assertThat(squares).isCloseTo(2, within(1e-6));
        }
        assertThat(ModelMap.tsne(distances, Tsne.of(8).withIterations(50), SEEDS)
                        .models())
                .isEqualTo(8);
    }

    @Test
    void pcaOfPointsInThePlaneKeepsTheirDistances() {
        float[][] points = new float[30][5];
        for (int i = 0; i < 30; i++) {
            float[] xy = SEEDS.split("point", i).normal(2);
            points[i][1] = 3 * xy[0];
            points[i][2] = xy[1];
            points[i][4] = 1;
        }
        ModelDistances distances = ModelDistances.euclidean(points);
        ModelMap map = ModelMap.pca(distances, SEEDS);
        for (int i = 0; i < 30; i++) {
            for (int j = 0; j < 30; j++) {
                double drawn =
                        Math.hypot(map.places()[i][0] - map.places()[j][0], map.places()[i][1] - map.places()[j][1]);
                assertThat(drawn).isCloseTo(distances.between(i, j), within(1e-6));
            }
        }
        assertThat(map).hasToString("map of 30 models by PCA");
    }

    /** Two of a kind each have one place, whose neighbours are others. */
    @Test
    void equalModelsDoNotBreakTheMap() {
        float[][] vectors = groups();
        for (int i = 1; i < 60; i++) {
            vectors[i] = vectors[0];
        }
        assertThat(ModelMap.tsne(ModelDistances.cosine(vectors), SEEDS).models())
                .isEqualTo(120);
    }

    @Test
    void theStopButtonIsHeard() {
        ModelDistances distances = ModelDistances.euclidean(groups());
        Progress.Listener stopping = progress -> {
            if (progress.title().equals("drawing the map") && progress.done() > 0) {
                progress.cancel();
            }
        };
        Progress.listen(stopping);
        try {
            assertThatThrownBy(() -> ModelMap.tsne(distances, SEEDS)).isInstanceOf(CancellationException.class);
        } finally {
            Progress.unlisten(stopping);
        }
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> ModelMap.tsne(distances, SEEDS)).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).as("told on").isTrue();
    }

    @Test
    void wrongArgumentsAreRefused() {
        ModelDistances same = ModelDistances.euclidean(new float[10][3]);
        assertThatThrownBy(() -> ModelMap.tsne(same, SEEDS))
                .hasMessage("map: expected models that differ, found 10 equal ones");
        assertThatThrownBy(() -> ModelMap.tsne(same, Tsne.of(10).withPerplexity(4), SEEDS))
                .hasMessage(
                        "t-SNE: expected a perplexity of at most 3.0 for 10 models, a third of the others, found 4.0");
        assertThatThrownBy(() -> Tsne.of(4)).hasMessage("t-SNE: expected 5 models or more, found 4");
        assertThatThrownBy(() -> Tsne.of(10).withIterations(0))
                .hasMessage("t-SNE: expected 1 iteration or more, found 0");
        assertThatThrownBy(() -> Tsne.of(10).withRate(0))
                .hasMessage("t-SNE: expected a learning rate of more than 0, found 0.0");
        assertThatThrownBy(() -> new ModelMap("mine", new double[][] {{1, Double.NaN}}))
                .hasMessage("map: expected 2 finite coordinates of model 0, found [1.0, NaN]");
    }
}
