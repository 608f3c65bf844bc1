package org.modeljungle.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.Progress;
import org.modeljungle.layers.Indices;

/**
 * Classification by the k nearest neighbours: a model gets the label that most of them have. It needs no training, so
 * classes that were never seen can be told apart as well.
 *
 * <pre>{@code
 * ModelDistances distances = ModelDistances.cosine(alignment.allModelVectors());
 * NearestNeighbours.classify(distances, captions, split.train(), split.test(), 1);    // seen classes
 * NearestNeighbours.leaveOneOut(distances, captions, split.heldOut(), 1);             // unseen ones
 * }</pre>
 *
 * @param models which were classified
 * @param truths their labels // [models]
 * @param names the labels that they got // [models]
 * @param chance the mean share of a model's label among those that it was compared with: what one neighbour drawn at
 *     random comes to
 */
public record NearestNeighbours(int[] models, List<String> truths, List<String> names, double chance) {

    /** Which label a model gets where several are equally frequent among its neighbours. */
    public enum Ties {
        /** Of these labels, that of the nearest neighbour. */
        NEAREST,
        /** The first of them in the order of their characters, as scikit-learn's {@code KNeighborsClassifier}. */
        FIRST_LABEL
    }

    /** Copies the lists. */
    public NearestNeighbours {
        truths = List.copyOf(truths);
        names = List.copyOf(names);
    }

    /**
     * Classifies some models by others; {@link Ties#NEAREST} decides ties.
     *
     * @param labels one for each model
     * @param train the models whose labels are taken as known
     * @param test the models to classify
     * @param k how many neighbours vote, at most as many as there are
     * @throws IllegalArgumentException if there is not a label for each, no such model, or k is out of range
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static NearestNeighbours classify(
            ModelDistances distances, List<String> labels, int[] train, int[] test, int k) {
        return classify(distances, labels, train, test, k, Ties.NEAREST);
    }

    /** Classifies some models by others, of which a model itself is left out; as the shorter form. */
    public static NearestNeighbours classify(
            ModelDistances distances, List<String> labels, int[] train, int[] test, int k, Ties ties) {
        distances.checkLabels("nearest neighbours", labels.size());
        Indices.check("nearest neighbours' known models", train, distances.models());
        Indices.check("nearest neighbours' models to classify", test, distances.models());
        List<String> names = new ArrayList<>();
        double chance = 0;
        try (Progress progress = Progress.of("comparing models", test.length)) {
            for (int model : test) {
                int[] others =
                        Arrays.stream(train).filter(other -> other != model).toArray();
                Check.that(
                        k >= 1 && k <= others.length,
                        "nearest neighbours: expected k from 1 to %d known models, found %d",
                        others.length,
                        k);
                names.add(vote(nearest(distances, model, others, k), labels, ties));
                chance += share(labels, model, others) / test.length;
                progress.step();
            }
        }
        List<String> truths = Arrays.stream(test).mapToObj(labels::get).toList();
        return new NearestNeighbours(test.clone(), truths, names, chance);
    }

    /**
     * Classifies each of some models by all others of them.
     *
     * @param labels one for each model that the distances are of
     * @param models for example {@code split.heldOut()}
     * @throws IllegalArgumentException as {@link #classify}
     */
    public static NearestNeighbours leaveOneOut(ModelDistances distances, List<String> labels, int[] models, int k) {
        return classify(distances, labels, models, models, k);
    }

    /** Classifies every model by all others; as the longer form. */
    public static NearestNeighbours leaveOneOut(ModelDistances distances, List<String> labels, int k) {
        return leaveOneOut(
                distances, labels, IntStream.range(0, distances.models()).toArray(), k);
    }

    /** The nearest first; of equals the one that comes first. */
    private static List<Integer> nearest(ModelDistances distances, int model, int[] others, int k) {
        double[] values = distances.to(model, others);
        return IntStream.range(0, others.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .limit(k)
                .map(i -> others[i])
                .toList();
    }

    private static String vote(List<Integer> nearest, List<String> labels, Ties ties) {
        Map<String, Integer> votes = ties == Ties.NEAREST ? new LinkedHashMap<>() : new TreeMap<>();
        nearest.forEach(model -> votes.merge(labels.get(model), 1, Integer::sum));
        int most = votes.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        return votes.keySet().stream()
                .filter(label -> votes.get(label) == most)
                .findFirst()
                .orElseThrow();
    }

    private static double share(List<String> labels, int model, int... others) {
        return Arrays.stream(others)
                        .filter(other -> labels.get(other).equals(labels.get(model)))
                        .count()
                / (double) others.length;
    }

    /** 1 for each model that got its own label, 0 for the others // [models] */
    public List<Double> correct() {
        return IntStream.range(0, models.length)
                .mapToObj(i -> truths.get(i).equals(names.get(i)) ? 1.0 : 0.0)
                .toList();
    }

    /** The share of models that got their own label. */
    public double accuracy() {
        return correct().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @Override
    public String toString() {
        return "%d models by their neighbours: accuracy %s (chance %s)"
                .formatted(models.length, Numbers.text(accuracy()), Numbers.text(chance));
    }
}
