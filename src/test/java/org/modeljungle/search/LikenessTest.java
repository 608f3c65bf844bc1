package org.modeljungle.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeljungle.Golden;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.ResidualGram;

/** Retrieval, nearest neighbours and one class at a time, against scikit-learn. */
class LikenessTest {

    private static final Offset<Double> CLOSE = within(1e-9);
    private static final int[] TRAIN = IntStream.range(0, 45).toArray();
    private static final int[] TEST = IntStream.range(45, 80).toArray();

    private final JsonNode golden = Golden.read("retrieval");
    private final List<String> labels = texts(golden.get("labels"));
    private final float[][] vectors = vectors(golden.get("points"));

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static float[][] vectors(JsonNode rows) {
        List<float[]> all = new ArrayList<>();
        rows.forEach(row -> all.add(Golden.floats(row)));
        return all.toArray(float[][]::new);
    }

    private ModelDistances distances(String metric) {
        return metric.equals("cosine") ? ModelDistances.cosine(vectors) : ModelDistances.euclidean(vectors);
    }

    private Gram gram() {
        double[][] products = new double[80][80];
        for (int i = 0; i < 80; i++) {
            for (int j = 0; j < 80; j++) {
                products[i][j] = Products.dot(vectors[i], vectors[j]);
            }
        }
        return new Gram("all", products);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cosine", "euclidean"})
    void retrievalEqualsScikitLearn(String metric) {
        JsonNode expected = golden.get(metric);
        Retrieval found = Retrieval.of(distances(metric), labels);
        assertThat(found.meanAveragePrecision()).isCloseTo(expected.get("map").doubleValue(), CLOSE);
        for (int k : new int[] {1, 5, 10}) {
            assertThat(found.precision(k))
                    .isCloseTo(expected.get("precision").get("" + k).doubleValue(), CLOSE);
        }
        assertThat(found.chance()).isCloseTo(15 / 79.0, CLOSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cosine", "euclidean"})
    void neighboursEqualScikitLearn(String metric) {
        JsonNode expected = golden.get(metric);
        ModelDistances distances = distances(metric);
        int[] all = IntStream.range(0, 80).toArray();
        for (int k : new int[] {1, 2, 5}) {
            NearestNeighbours.Ties first = NearestNeighbours.Ties.FIRST_LABEL;
            assertThat(NearestNeighbours.classify(distances, labels, TRAIN, TEST, k, first)
                            .names())
                    .isEqualTo(texts(expected.get("test" + k)));
            assertThat(NearestNeighbours.classify(distances, labels, all, all, k, first)
                            .names())
                    .isEqualTo(texts(expected.get("left" + k)));
            assertThat(NearestNeighbours.classify(distances, labels, TRAIN, TEST, k)
                            .names())
                    .isEqualTo(texts(expected.get("nearest" + k)));
        }
        NearestNeighbours one = NearestNeighbours.leaveOneOut(distances, labels, 1);
        assertThat(one.names()).isEqualTo(texts(expected.get("left1")));
        assertThat(one.accuracy())
                .isCloseTo(
                        one.correct().stream().mapToDouble(Double::doubleValue).sum() / 80, CLOSE);
        assertThat(one.chance()).isCloseTo(15 / 79.0, CLOSE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cosine", "euclidean"})
    void oneClassByTwoNeighboursEqualsScikitLearn(String metric) {
        OneClass found = OneClass.nearest(distances(metric), labels, TRAIN, TEST, OneClass.NEIGHBOURS);
        assertThat(found.classes()).containsExactly("class 0", "class 1", "class 2", "class 3", "class 4");
        assertClose(found, golden.get(metric).get("auc"));
        assertThat(found.table().doubleColumn("AUC").get(0))
                .isEqualTo(found.aucs().stream()
                        .mapToDouble(Double::doubleValue)
                        .min()
                        .orElseThrow());
        assertThat(found.auc().n()).isEqualTo(5);
    }

    /** It would be its own nearest neighbour. */
    @Test
    void noModelIsLearntFromAndTested() {
        int[] all = IntStream.range(0, 80).toArray();
        assertThatThrownBy(() -> OneClass.nearest(distances("cosine"), labels, all, all, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("one-class: expected test models that nothing is learnt from, found model 0 in both parts");
    }

    private static void assertClose(OneClass found, JsonNode aucs) {
        assertThat(found.aucs()).hasSize(aucs.size());
        for (int i = 0; i < aucs.size(); i++) {
            assertThat(found.aucs().get(i)).isCloseTo(aucs.get(i).doubleValue(), CLOSE);
        }
    }

    /** By vectors, and by inner products alone. */
    @Test
    void oneClassByLedoitWolfEqualsScikitLearn() {
        JsonNode expected = golden.get("ledoit-wolf").get("auc");
        assertClose(OneClass.mahalanobis(vectors, labels, TRAIN, TEST), expected);
        assertClose(OneClass.mahalanobis(gram(), 16, labels, TRAIN, TEST), expected);
    }

    @Test
    void innerProductsGiveTheDistancesOfTheirVectors() {
        Gram gram = gram();
        for (int i = 0; i < 80; i += 7) {
            for (int j = 0; j < 80; j += 5) {
                assertThat(ModelDistances.cosine(gram).between(i, j))
                        .isCloseTo(distances("cosine").between(i, j), within(1e-9));
                assertThat(ModelDistances.euclidean(gram).between(i, j))
                        .isCloseTo(distances("euclidean").between(i, j), within(1e-6));
            }
        }
        ResidualGram residuals = gram.residual(TRAIN);
        assertThat(ModelDistances.of(residuals).between(3, 60))
                .isEqualTo(1 - residuals.values()[3][60]);
        assertThat(OneClass.mahalanobis(residuals, 16, labels, TRAIN, TEST)
                        .auc()
                        .mean())
                .isBetween(.5, 1.0);
    }

    @Test
    void someModelsAreNumberedAnew() {
        ModelDistances some = distances("cosine").among(5, 3);
        assertThat(some.models()).isEqualTo(2);
        assertThat(some.between(0, 1)).isEqualTo(distances("cosine").between(5, 3));
        assertThat(some).hasToString("cosine distances of 2 models");
        assertThat(some.squares()[0][1]).isEqualTo(2 * some.between(0, 1));
        assertThat(distances("euclidean").squares()[1][2])
                .isEqualTo(Math.pow(distances("euclidean").between(1, 2), 2));
    }

    /** All models at one distance: nothing is found. */
    @Test
    void equalDistancesNeverLookGood() {
        ModelDistances none = ModelDistances.cosine(new float[80][4]);
        Retrieval found = Retrieval.of(none, labels);
        assertThat(found.precision(10)).isZero();
        assertThat(found.meanAveragePrecision()).isCloseTo(found.chance(), CLOSE);
        assertThat(OneClass.nearest(none, labels, TRAIN, TEST, 2).aucs()).containsOnly(.5);
    }

    @Test
    void wrongArgumentsAreRefused() {
        ModelDistances distances = distances("cosine");
        List<String> few = labels.subList(0, 79);
        assertThatThrownBy(() -> Retrieval.of(distances, few))
                .hasMessage("retrieval: expected a label for each of 80 models, found 79");
        List<String> own = new ArrayList<>(labels);
        own.set(4, "alone");
        assertThatThrownBy(() -> Retrieval.of(distances, own))
                .hasMessage(
                        "retrieval: expected another model labelled 'alone' among the 79 searched for query 4, found"
                                + " none; leave it out of the queries");
        assertThatThrownBy(() -> NearestNeighbours.leaveOneOut(distances, labels, 80))
                .hasMessage("nearest neighbours: expected k from 1 to 79 known models, found 80");
        assertThatThrownBy(() -> NearestNeighbours.classify(distances, labels, TRAIN, new int[] {80}, 1))
                .hasMessage("nearest neighbours' models to classify: expected indices from 0 to 79, found 80");
        assertThatThrownBy(() -> OneClass.nearest(distances, labels, new int[] {0}, TEST, 2))
                .hasMessage("one-class: expected 2 training models or more of 'class 0', found 1");
        assertThatThrownBy(() -> OneClass.nearest(distances, labels, new int[] {0}, new int[] {1}, 1))
                .hasMessage(
                        "one-class: expected a class with training and with test models, found none; look at the labels");
        assertThatThrownBy(() -> OneClass.nearest(distances, labels, new int[] {0}, new int[] {5}, 1))
                .hasMessage("one-class: expected test models of other classes than 'class 0', found none of 1");
        assertThatThrownBy(() -> ModelDistances.cosine(new float[][] {{1}, {1, 2}}))
                .hasMessage("distances: expected vectors of 1 numbers, found 2 of model 1");
        assertThatThrownBy(() -> ModelDistances.euclidean(new float[][] {{Float.NaN}}))
                .hasMessage("distances: expected finite numbers, found NaN of model 0");
        assertThatThrownBy(() -> ModelDistances.of("mine", new double[][] {{0, 1}}))
                .hasMessage("distances 'mine': expected [1, 1], found a row 0 of 2 numbers");
        assertThatThrownBy(() -> ModelDistances.of("mine", new double[][] {{-1}}))
                .hasMessage("distances 'mine': expected finite ones of 0 or more, found -1.0 in row 0");
    }

    @Test
    void saysWhatCameOut() {
        int[] first = Arrays.copyOf(TEST, 5);
        assertThat(NearestNeighbours.classify(distances("cosine"), labels, TRAIN, first, 1))
                .asString()
                .startsWith("5 models by their neighbours: accuracy ")
                .endsWith("(chance 0.2)");
        assertThat(Retrieval.of(distances("cosine"), labels))
                .asString()
                .startsWith("80 queries: mean average precision");
    }
}
