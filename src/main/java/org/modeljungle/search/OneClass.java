package org.modeljungle.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.layers.Indices;
import org.modeljungle.metrics.LedoitWolf;
import org.modeljungle.metrics.RocAuc;
import org.modeljungle.metrics.Spread;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.ResidualGram;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * One-class classification: from a few models of one class alone, how well are further models of it told from all
 * others? Each test model is scored by how far it is from the class, and the area under the ROC curve says how often
 * one of the class is nearer than another; the ProbeX paper's downstream task.
 *
 * <pre>{@code
 * OneClass near = OneClass.nearest(distances, captions, split.train(), split.test(), OneClass.NEIGHBOURS);
 * near.auc();                                                // mean and spread over the classes
 * }</pre>
 *
 * @param classes those of the training models that a test model has too
 * @param aucs the AUC of each // [classes]
 */
public record OneClass(List<String> classes, List<Double> aucs) {

    /** How many of the nearest training models the paper takes the mean distance to. */
    public static final int NEIGHBOURS = 2;

    private interface Score {
        /** How far each of some models is from the class of others // [models] */
        double[] distances(int[] models, int[] own);
    }

    /** Copies the lists. */
    public OneClass {
        classes = List.copyOf(classes);
        aucs = List.copyOf(aucs);
    }

    /**
     * By the mean distance to the nearest training models of the class.
     *
     * @param labels the class of each model
     * @param train the models whose classes are known
     * @param test the models to score
     * @param k how many training models, {@link #NEIGHBOURS} in the paper; at most as many as each class has
     * @throws IllegalArgumentException if there is not a label for each, no such model, no class to test, too few
     *     training models of one, or no test model of another class
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static OneClass nearest(ModelDistances distances, List<String> labels, int[] train, int[] test, int k) {
        distances.checkLabels("one-class", labels.size());
        Check.that(k >= 1, "one-class: expected 1 neighbour or more, found %d", k);
        return of(
                labels,
                distances.models(),
                train,
                test,
                k,
                (models, own) -> Arrays.stream(models)
                        .mapToDouble(model -> Arrays.stream(distances.to(model, own))
                                .sorted()
                                .limit(k)
                                .average()
                                .orElseThrow())
                        .toArray());
    }

    /**
     * By the Mahalanobis distance from the mean of the class's training models, with their covariance shrunk as
     * {@link LedoitWolf} says.
     *
     * @param vectors of all models // [models, width]
     * @throws IllegalArgumentException as {@link #nearest}; a class needs three training models or more
     */
    public static OneClass mahalanobis(float[][] vectors, List<String> labels, int[] train, int[] test) {
        Check.that(vectors.length > 0, "one-class: expected vectors of 1 model or more, found none");
        int width = vectors[0].length;
        for (float[] vector : vectors) {
            Check.that(
                    vector.length == width,
                    "one-class: expected vectors of %d numbers, found one of %d",
                    width,
                    vector.length);
        }
        InnerProducts products = (i, j) -> Products.dot(vectors[i], vectors[j]);
        return mahalanobis(products, vectors.length, width, labels, train, test);
    }

    /**
     * The same of matrices of one layer, known by their inner products.
     *
     * @param width how many numbers each has
     */
    public static OneClass mahalanobis(Gram gram, long width, List<String> labels, int[] train, int[] test) {
        double[][] values = gram.values();
        return mahalanobis((i, j) -> values[i][j], gram.models(), width, labels, train, test);
    }

    /**
     * The same of the residuals' directions in one layer or several.
     *
     * @param width how many numbers the residuals have in all layers together
     */
    public static OneClass mahalanobis(ResidualGram gram, long width, List<String> labels, int[] train, int[] test) {
        double[][] values = gram.values();
        return mahalanobis((i, j) -> values[i][j], gram.models(), width, labels, train, test);
    }

    private interface InnerProducts {
        double of(int i, int j);
    }

    private static OneClass mahalanobis(
            InnerProducts products, int count, long width, List<String> labels, int[] train, int[] test) {
        Check.that(
                labels.size() == count,
                "one-class: expected a label for each of %d models, found %d",
                count,
                labels.size());
        return of(labels, count, train, test, 3, (models, own) -> shrunk(products, width, models, own));
    }

    /** Squared distances, which have the order of the distances. */
    private static double[] shrunk(InnerProducts products, long width, int[] models, int[] own) {
        int n = own.length;
        double[] mean = new double[n]; // <own, mean>
        double[][] inner = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                inner[i][j] = products.of(own[i], own[j]);
                mean[i] += inner[i][j] / n;
            }
        }
        double square = Arrays.stream(mean).average().orElseThrow(); // <mean, mean>
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                inner[i][j] += square - mean[i] - mean[j];
            }
        }
        LedoitWolf shrunk = LedoitWolf.of(inner, width);
        return Arrays.stream(models)
                .mapToDouble(model -> {
                    double[] cross = Arrays.stream(own)
                            .mapToDouble(other -> products.of(model, other))
                            .toArray();
                    double along = Arrays.stream(cross).average().orElseThrow(); // <model, mean>
                    Arrays.setAll(cross, i -> cross[i] - along - mean[i] + square);
                    return shrunk.squaredDistance(products.of(model, model) - 2 * along + square, cross);
                })
                .toArray();
    }

    private static OneClass of(List<String> labels, int models, int[] train, int[] test, int fewest, Score score) {
        Indices.check("one-class training models", train, models);
        Indices.check("one-class test models", test, models);
        Set<Integer> learnt = Arrays.stream(train).boxed().collect(Collectors.toSet());
        Arrays.stream(test)
                .forEach(model -> Check.that(
                        !learnt.contains(model),
                        "one-class: expected test models that nothing is learnt from, found model %d in both parts",
                        model));
        Set<String> tested = new LinkedHashSet<>();
        Arrays.stream(train).forEach(model -> tested.add(labels.get(model)));
        tested.retainAll(Arrays.stream(test).mapToObj(labels::get).toList());
        Check.that(
                !tested.isEmpty(),
                "one-class: expected a class with training and with test models, found none; look" + " at the labels");
        List<Double> aucs = new ArrayList<>();
        try (Progress progress = Progress.of("one-class classification", tested.size())) {
            for (String label : tested) {
                int[] own = of(label, labels, train);
                Check.that(
                        own.length >= fewest,
                        "one-class: expected %d training models or more of '%s', found %d",
                        fewest,
                        label,
                        own.length);
                aucs.add(auc(score.distances(test, own), label, labels, test));
                progress.step();
            }
        }
        return new OneClass(List.copyOf(tested), aucs);
    }

    private static int[] of(String label, List<String> labels, int... models) {
        return Arrays.stream(models)
                .filter(model -> labels.get(model).equals(label))
                .toArray();
    }

    private static double auc(double[] distances, String label, List<String> labels, int... test) {
        double[] inside = part(distances, label, labels, test, true);
        double[] outside = part(distances, label, labels, test, false);
        Check.that(
                outside.length > 0,
                "one-class: expected test models of other classes than '%s', found none of %d",
                label,
                test.length);
        return RocAuc.of(inside, outside);
    }

    /** The nearer, the higher. */
    private static double[] part(double[] distances, String label, List<String> labels, int[] test, boolean own) {
        return IntStream.range(0, test.length)
                .filter(i -> labels.get(test[i]).equals(label) == own)
                .mapToDouble(i -> -distances[i])
                .toArray();
    }

    /** The mean of the classes' AUCs, and their spread. */
    public Spread auc() {
        return Spread.of(aucs.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** One row a class, that with the lowest AUC first. */
    public Table table() {
        return Table.create(
                        "One class at a time", StringColumn.create("class", classes), DoubleColumn.create("AUC", aucs))
                .sortAscendingOn("AUC");
    }

    @Override
    public String toString() {
        return "%d classes, one at a time: AUC %s".formatted(classes.size(), auc());
    }
}
