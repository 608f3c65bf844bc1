package org.modeljungle.expert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeljungle.Check;
import org.modeljungle.Seeds;
import org.modeljungle.jungle.ClassifierJungle;
import org.modeljungle.jungle.Family;
import org.modeljungle.layers.ConvolutionView;
import org.modeljungle.layers.Indices;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.store.Models;

/**
 * Models of one tree and the classes that each was trained on, to be read from the weights.
 *
 * @param banks the layers that may be read, by name, each of all models
 * @param labels 1 where a model knows a class, else 0 // [models, classes]
 * @param train the models to learn from
 * @param val the models to choose by
 * @param test the models to be judged on
 */
public record WeightTask(Map<String, LayerBank> banks, float[][] labels, int[] train, int[] val, int[] test) {

    public WeightTask {
        banks = new LinkedHashMap<>(banks);
        Check.that(!banks.isEmpty(), "weight task: expected one layer or more, found none");
        for (LayerBank bank : banks.values()) {
            Check.that(
                    bank.models() == labels.length,
                    "weight task: expected %d models in layer '%s', found %d",
                    labels.length,
                    bank.layer(),
                    bank.models());
        }
        Check.that(train.length > 0, "weight task: expected models to learn from, found none");
        Indices.check("weight task: models to learn from", train, labels.length);
        Indices.check("weight task: models to choose by", val, labels.length);
        Indices.check("weight task: models to be judged on", test, labels.length);
        Set<Integer> seen = new LinkedHashSet<>();
        for (int[] part : new int[][] {train, val, test}) {
            for (int model : part) {
                Check.that(
                        seen.add(model), "weight task: expected each model in one part, found model %d twice", model);
            }
        }
    }

    /**
     * The models of several trees in one task, part joined to part; the first tree's models keep their numbers. What
     * other trees' models do to an expert of the first is then
     * {@code joined.withParts(joined.train(), first.val(), first.test())}.
     *
     * @throws IllegalArgumentException if the trees have other layers, shapes or classes than the first
     */
    public static WeightTask concat(List<WeightTask> trees) {
        Check.that(!trees.isEmpty(), "weight task: expected 1 tree or more, found none");
        WeightTask first = trees.get(0);
        List<float[]> labels = new ArrayList<>();
        List<int[]> train = new ArrayList<>();
        List<int[]> val = new ArrayList<>();
        List<int[]> test = new ArrayList<>();
        for (WeightTask tree : trees) {
            Check.that(
                    tree.banks.keySet().equals(first.banks.keySet()) && tree.classes() == first.classes(),
                    "weight task: expected trees of %d classes with the layers %s, found %d classes with %s",
                    first.classes(),
                    first.banks.keySet(),
                    tree.classes(),
                    tree.banks.keySet());
            train.add(Indices.shifted(tree.train, labels.size()));
            val.add(Indices.shifted(tree.val, labels.size()));
            test.add(Indices.shifted(tree.test, labels.size()));
            labels.addAll(List.of(tree.labels));
        }
        Map<String, LayerBank> banks = new LinkedHashMap<>();
        for (String layer : first.banks.keySet()) {
            banks.put(
                    layer,
                    LayerBank.concat(
                            layer, trees.stream().map(tree -> tree.bank(layer)).toList()));
        }
        return new WeightTask(
                banks,
                labels.toArray(float[][]::new),
                Indices.joined(train),
                Indices.joined(val),
                Indices.joined(test));
    }

    /** A grown tree's children, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static WeightTask of(ClassifierJungle jungle, Family family) {
        return of(jungle, family, ConvolutionView.FILTERS);
    }

    /**
     * A grown tree's children, in the parts that their files are in. Every weight matrix may be read, but for the head's:
     * its rows are the classes themselves.
     *
     * @param view how a convolution becomes a matrix
     */
    public static WeightTask of(ClassifierJungle jungle, Family family, ConvolutionView view) {
        Models models = jungle.models(family);
        Map<String, LayerBank> banks = new LinkedHashMap<>();
        LayerBank.readAll(models.files(), view).forEach((layer, bank) -> {
            if (!layer.startsWith("classifier") && bank.rows() > 1 && bank.cols() > 1) {
                banks.put(layer, bank);
            }
        });
        return new WeightTask(
                banks, jungle.labels(models), models.places("train"), models.places("val"), models.places("test"));
    }

    /** The same models, parted at random into parts of the same sizes. */
    public WeightTask shuffled(Seeds seeds) {
        int[] all = Indices.joined(List.of(train, val, test));
        int[] order = seeds.split("parts").permutation(all.length);
        int[] mixed = Arrays.stream(order).map(i -> all[i]).toArray();
        int second = train.length + val.length;
        return withParts(
                Arrays.copyOf(mixed, train.length),
                Arrays.copyOfRange(mixed, train.length, second),
                Arrays.copyOfRange(mixed, second, mixed.length));
    }

    /** The same models, parted in another way. */
    public WeightTask withParts(int[] otherTrain, int[] otherVal, int[] otherTest) {
        return new WeightTask(banks, labels, otherTrain, otherVal, otherTest);
    }

    /** The number of classes. */
    public int classes() {
        return labels[0].length;
    }

    /** One layer of all models. @throws IllegalArgumentException if there is no such layer */
    public LayerBank bank(String layer) {
        LayerBank bank = banks.get(layer);
        Check.that(bank != null, "weight task: expected one of the layers %s, found '%s'", banks.keySet(), layer);
        return bank;
    }

    /** The same task with one layer only. */
    public WeightTask withLayer(String layer) {
        return new WeightTask(Map.of(layer, bank(layer)), labels, train, val, test);
    }

    /** The same task with more layers of the same models, such as those of {@link LayerBank#readVectors}. */
    public WeightTask withLayers(Map<String, LayerBank> more) {
        Map<String, LayerBank> all = new LinkedHashMap<>(banks);
        more.forEach((layer, bank) ->
                Check.that(all.put(layer, bank) == null, "weight task: there is a layer '%s' already", layer));
        return new WeightTask(all, labels, train, val, test);
    }

    /** The layers of some models. */
    public Map<String, LayerBank> select(int... models) {
        Map<String, LayerBank> chosen = new LinkedHashMap<>();
        banks.forEach((name, bank) -> chosen.put(name, bank.select(models)));
        return chosen;
    }

    /** The labels of some models // [chosen, classes] */
    public float[][] labelsOf(int... models) {
        float[][] chosen = new float[models.length][];
        for (int i = 0; i < models.length; i++) {
            chosen[i] = labels[models[i]];
        }
        return chosen;
    }

    Matrices matrices(String layer, int... models) {
        return bank(layer).matrices().select(models);
    }
}
