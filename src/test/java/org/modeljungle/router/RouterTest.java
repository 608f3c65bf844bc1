package org.modeljungle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.weights.Tamper;
import org.modeljungle.weights.Weight;

class RouterTest {

    private static final int SIZE = 512;
    private static final int[] SIZES = {60, 40, 20, 6, 2, 1};

    @TempDir
    Path folder;

    /** 6 trees, of which some models are known, and 10 other trees of 4 models. */
    private final int[] all = IntStream.concat(
                    IntStream.of(SIZES), IntStream.generate(() -> 4).limit(10))
            .toArray();

    private static int[] trained(int[] labels) {
        return IntStream.range(0, labels.length)
                .filter(i -> labels[i] < 6 && (i % 2 == 0 || labels[i] > 3))
                .toArray();
    }

    private static Router fit(Fingerprints fingerprints, int[] labels) {
        int[] chosen = trained(labels);
        int[] known = IntStream.of(chosen).map(i -> labels[i]).toArray();
        return Router.fit(Fingerprinter.DEFAULT, fingerprints.select(chosen), known);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, .1, .3, .5, .7, .9})
    void newModelsFindTheirTreesAndStrangersAreCalledUnknown(double spread) {
        Fingerprints fingerprints = Points.trees(11, SIZE, spread, all);
        int[] labels = Points.labels(all);
        Router router = fit(fingerprints, labels);
        int[] chosen = trained(labels);
        int[] others = IntStream.range(0, labels.length)
                .filter(i -> Arrays.binarySearch(chosen, i) < 0)
                .toArray();
        int[] truth = IntStream.of(others)
                .map(i -> labels[i] < 6 ? labels[i] : Route.UNKNOWN)
                .toArray();
        RoutingScore score = RoutingScore.of(router.route(fingerprints.select(others)), truth);
        assertThat(score).isEqualTo(new RoutingScore(1, 0, 0, 1, score.known(), 40));
        assertThat(score.known()).isGreaterThan(60);
    }

    @Test
    void routesAreThoseOfTheDefinition() {
        Fingerprints fingerprints = Points.trees(5, SIZE, .6, 5, 3);
        Router router = Router.fit(Fingerprinter.DEFAULT, fingerprints, Points.labels(5, 3));
        Fingerprint model = fingerprints.get(6);
        double[][] centroids = new double[2][SIZE];
        for (int i = 0; i < 8; i++) {
            for (int k = 0; k < SIZE; k++) {
                centroids[i < 5 ? 0 : 1][k] += fingerprints.values()[i * SIZE + k] / (i < 5 ? 5.0 : 3.0);
            }
        }
        double far = distance(model, centroids[0]);
        double near = distance(model, centroids[1]);
        Route route = router.route(model);
        assertThat(route.tree()).isEqualTo(1);
        assertThat(route.nearest()).isEqualTo(1);
        assertThat(route.distance()).isEqualTo(near, within(1e-6));
        assertThat(route.margin()).isEqualTo(far - near, within(1e-6));
        assertThat(route.novelty()).isEqualTo(near / Math.sqrt(1 + 1 / 3.0) / router.threshold(), within(1e-6));
    }

    /** What the calibration derives from the distance to a tree's own centroid, computed the long way. */
    @Test
    void siblingsAreScoredToTheCentroidOfTheOthers() {
        Fingerprints fingerprints = Points.trees(5, SIZE, .6, 4, 3);
        int[] labels = Points.labels(4, 3);
        Fingerprints centroids =
                Router.fit(Fingerprinter.DEFAULT, fingerprints, labels).centroids();
        Calibration calibration = Calibration.of(fingerprints, labels, centroids, new int[] {4, 3});
        double[] others = new double[SIZE];
        for (int i = 1; i < 4; i++) {
            for (int k = 0; k < SIZE; k++) {
                others[k] += fingerprints.values()[i * SIZE + k] / 3;
            }
        }
        double expected = distance(fingerprints.get(0), others) / Math.sqrt(1 + 1 / 3.0);
        assertThat(calibration.siblings()).hasSize(7);
        assertThat(calibration.siblings()[0]).isEqualTo(expected, within(1e-5));
        assertThat(calibration.unknown()).hasSize(7 + 2);
        assertThat(calibration.unknown()[0])
                .isEqualTo(fingerprints.get(0).distance(centroids.get(1)) / Math.sqrt(1 + 1 / 3.0), within(1e-5));
    }

    @Test
    void oneTreeAloneKnowsStrangers() {
        Fingerprints fingerprints = Points.trees(2, SIZE, .4, 30, 30);
        Router router = Router.fit(
                Fingerprinter.DEFAULT,
                fingerprints.select(IntStream.range(0, 20).toArray()),
                new int[20]);
        List<Route> routes = router.route(fingerprints);
        assertThat(routes.subList(0, 30)).allMatch(route -> route.tree() == 0);
        assertThat(routes.subList(30, 60)).noneMatch(Route::known);
        assertThat(routes.get(0).margin()).isInfinite();
    }

    @Test
    void unrelatedModelsAreKnownByCopiesAndCloseSiblings() {
        Fingerprints fingerprints = Points.trees(2, SIZE, .4, 2, 2, 2, 2, 2, 2);
        int[] first = {0, 2, 4, 6};
        Router router = Router.fit(Fingerprinter.DEFAULT, fingerprints.select(first), new int[] {0, 1, 2, 3});
        assertThat(router.route(fingerprints).stream().map(Route::tree))
                .containsExactly(0, 0, 1, 1, 2, 2, 3, 3, -1, -1, -1, -1);
    }

    /** With trees of other architectures alone, a tree of a known architecture would be near enough. */
    @Test
    void aStrangerOfAKnownArchitectureIsAStranger() {
        Fingerprints trees = Points.trees(4, SIZE - 2, .4, 20, 20, 5);
        float[] values = new float[45 * SIZE];
        for (int i = 0; i < 45; i++) {
            System.arraycopy(trees.values(), i * (SIZE - 2), values, i * SIZE, SIZE - 2);
            values[i * SIZE + SIZE - 2 + (i >= 20 && i < 40 ? 1 : 0)] = 1; // the last are built like the first
        }
        Fingerprints fingerprints = new Fingerprints(45, SIZE, values);
        Router router = Router.fit(
                Fingerprinter.DEFAULT,
                fingerprints.select(IntStream.range(0, 40).toArray()),
                Points.labels(20, 20));
        List<Route> routes = router.route(fingerprints);
        assertThat(routes.subList(0, 40)).allMatch(Route::known);
        assertThat(routes.subList(40, 45)).noneMatch(Route::known).allMatch(route -> route.nearest() == 0);
    }

    @Test
    void isTheSameAfterSavingAndOpening() throws IOException {
        Fingerprints fingerprints = Points.trees(2, 64, .4, 8, 5);
        Fingerprinter fingerprinter = new Fingerprinter(64, 32, -9, "head|fc\\.");
        Router router = Router.fit(fingerprinter, fingerprints, Points.labels(8, 5));
        Path file = folder.resolve("router.safetensors");
        router.save(file);
        Router opened = Router.open(file);
        assertThat(opened.fingerprinter()).isEqualTo(fingerprinter);
        assertThat(opened.threshold()).isEqualTo(router.threshold());
        assertThat(opened.sizes()).containsExactly(8, 5);
        assertThat(opened.trainingSet()).isEqualTo(router.trainingSet()).hasSize(64);
        assertThat(opened.route(fingerprints)).isEqualTo(router.route(fingerprints));
        assertThat(opened).hasToString("router to 2 trees of 13 models");
        Path again = folder.resolve("again.safetensors");
        opened.save(again);
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
        assertThat(Router.fit(fingerprinter, fingerprints, Points.labels(7, 6)).trainingSet())
                .isNotEqualTo(router.trainingSet());
    }

    @Test
    void damagedFilesAreRefused() {
        Path file = folder.resolve("r.safetensors");
        Router.fit(new Fingerprinter(16, 32, 0, ""), Points.trees(2, 16, .4, 1, 1), Points.labels(1, 1))
                .save(file);
        String where = "router in " + file;
        refused(file, "settings", "\"samples\":32", "\"samples\":32.5")
                .hasMessageStartingWith(
                        where + ": expected its settings, found Cannot coerce Floating-point value (32.5)");
        refused(file, "settings", "\"samples\":32.5", "\"samples\":33")
                .hasMessage(where
                        + ": expected its settings, found fingerprinter: expected samples of a multiple of 16 places,"
                        + " found 33");
        refused(file, "settings", "\"samples\":33", "\"samples\":" + "9".repeat(3_000_000))
                .hasMessageStartingWith("settings in " + file + ": expected JSON, found Number value length (3000000)");
        refused(file, "settings", "9".repeat(3_000_000), "32,\"other\":1")
                .hasMessageStartingWith(where + ": expected its settings, found an unknown 'other'");
        refused(file, "settings", ",\"other\":1,\"seed\":0", "")
                .hasMessageStartingWith(where + ": expected its settings, found no 'seed'");
        refused(file, "settings", "\"skip\":\"\"", "\"skip\":\"(\",\"seed\":0")
                .hasMessage(where
                        + ": expected its settings, found fingerprinter: expected a regular expression to skip by,"
                        + " found '('");
        Tamper.metadata(file, "settings", "\"(\"", "\"\"");
        refused(file, "outputs", "tree 1", "tree 0")
                .hasMessage(where + ": expected a name of its own for each of 2 trees, found [tree 0, tree 0]");
        Tamper.metadata(file, "outputs", "\"tree 0\",\"tree 0\"", "\"tree 0\",\"tree 1\"");
        Tamper.tensors(file, all -> all.put("members", Weight.of(new long[] {1, 0}, 2)));
        refused(file).hasMessage(where + ": expected 1 model or more in each tree, found [1, 0]");
        Tamper.tensors(file, all -> all.put("members", Weight.of(new long[] {1, 1, 1}, 3)));
        refused(file).hasMessage("tensor 'centroids' of " + where + ": expected F32 [3, 16], found F32 [2, 16]");
        Tamper.tensors(file, all -> all.put("members", Weight.of(new long[] {1, 1}, 2)));
        Tamper.tensors(file, all -> all.put("more", Weight.of(new long[] {1, 1}, 2)));
        refused(file)
                .hasMessage(where + ": expected the tensors [centroids, members], found [more] too; it was written by"
                        + " something else");
        refused(file, "kind", "router", "ridge").hasMessage(file + ": expected a router, found a ridge");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            Path file, String key, String from, String to) {
        Tamper.metadata(file, key, from, to);
        return refused(file);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Path file) {
        return assertThatThrownBy(() -> Router.open(file)).isInstanceOf(IllegalArgumentException.class);
    }

    @RepeatedTest(100) // which thread sees it first is chance
    void anInterruptStopsFittingAndRouting() {
        Fingerprints fingerprints = Points.trees(2, SIZE, .4, 8, 5);
        Router router = Router.fit(Fingerprinter.DEFAULT, fingerprints, Points.labels(8, 5));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> router.route(fingerprints))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("stopped: routing models, 1 of 13 steps done");
            assertThatThrownBy(() -> Router.fit(Fingerprinter.DEFAULT, fingerprints, Points.labels(8, 5)))
                    .isInstanceOf(CancellationException.class)
                    .hasMessageStartingWith("stopped: measuring trees");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void twoFitsAreEqual() {
        Fingerprints fingerprints = Points.trees(2, SIZE, .4, 80, 50, 1, 1);
        Router one = Router.fit(Fingerprinter.DEFAULT, fingerprints, Points.labels(80, 50, 1, 1));
        Router two = Router.fit(Fingerprinter.DEFAULT, fingerprints, Points.labels(80, 50, 1, 1));
        assertThat(one.threshold()).isEqualTo(two.threshold());
        assertThat(one.centroids().values()).isEqualTo(two.centroids().values());
    }

    @Test
    void wrongArgumentsAreRefused() {
        Fingerprints fingerprints = Points.trees(2, SIZE, .4, 2, 1);
        assertThatThrownBy(() -> Router.fit(Fingerprinter.DEFAULT, fingerprints, new int[] {0, 2, 2}))
                .hasMessage("router: expected a label from 0 on for each of 3 models, no number left out, found"
                        + " [0, 2, 2]");
        assertThatThrownBy(() -> Router.fit(new Fingerprinter(64, 32, 0, ""), fingerprints, new int[3]))
                .hasMessage("router: expected fingerprints of the fingerprinter's 64 numbers, found 512");
        Router router = Router.fit(Fingerprinter.DEFAULT, fingerprints, new int[3]);
        assertThatThrownBy(() -> router.route(new Fingerprint(new float[3])))
                .hasMessage("router: expected fingerprints of 512 numbers, found 3; router.fingerprinter() makes them");
    }

    private static double distance(Fingerprint model, double[] point) {
        double sum = 0;
        for (int k = 0; k < point.length; k++) {
            sum += Math.pow(model.values()[k] - point[k], 2);
        }
        return Math.sqrt(sum);
    }
}
