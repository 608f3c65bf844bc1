package org.modeljungle.expert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Setting;
import org.modeljungle.layers.ConvolutionView;
import org.modeljungle.layers.Indices;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.store.Models;
import org.modeljungle.store.Target;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.LayerSize;

/**
 * Models of one tree, and the target that is to be read from the weights of each.
 *
 * @param banks the layers that may be read, by name, each of all models
 * @param target what is to be read
 * @param train the models to learn from
 * @param val the models to choose by; none where the expert needs none, as a ridge does
 * @param test the models to test on; none where others will be read later
 */
public record WeightTask(Map<String, LayerBank> banks, Target target, int[] train, int[] val, int[] test) {

    public WeightTask {
        banks = Collections.unmodifiableMap(new LinkedHashMap<>(banks));
        Check.that(!banks.isEmpty(), "weight task: expected one layer or more, found none");
        for (LayerBank bank : banks.values()) {
            Check.that(
                    bank.models() == target.models(),
                    "weight task: expected %d models in layer '%s', found %d",
                    target.models(),
                    bank.layer(),
                    bank.models());
        }
        Check.that(
                train.length > 0,
                "weight task: expected models to learn from, found none; split(val, test, seeds) of the models, or a"
                        + " column 'split' of their table, says which are of the part 'train'");
        Indices.check("weight task: models to learn from", train, target.models());
        for (int[] part : new int[][] {val, test}) {
            if (part.length > 0) { // all models may be there to learn from
                Indices.check("weight task: models to choose by or to test on", part, target.models());
            }
        }
        Set<Integer> seen = new LinkedHashSet<>();
        for (int[] part : new int[][] {train, val, test}) {
            for (int model : part) {
                Check.that(
                        seen.add(model), "weight task: expected each model in one part, found model %d twice", model);
            }
        }
    }

    /**
     * Models in the parts that they belong to: {@code train}, {@code val} and {@code test}. Convolutions are read as
     * {@link ConvolutionView#FILTERS}; as the longer form.
     */
    public static WeightTask of(Models models, Target target) {
        return of(models, target, ConvolutionView.FILTERS);
    }

    /**
     * Models in the parts that they belong to: {@code train}, {@code val} and {@code test}. Every weight matrix may be
     * read that all models have in one shape, but for vectors and for the head, {@code classifier}: its rows are the
     * classes themselves.
     *
     * @param view how a convolution becomes a matrix
     * @throws IllegalArgumentException if a file is damaged, no layer is shared, or there are no models to learn from
     */
    public static WeightTask of(Models models, Target target, ConvolutionView view) {
        List<String> layers = LayerBank.shared(models).stream()
                .filter(layer -> !layer.startsWith("classifier"))
                .toList();
        Map<String, LayerBank> banks = new LinkedHashMap<>(LayerBank.readAll(models, layers, view));
        banks.values().removeIf(bank -> bank.rows() == 1 || bank.cols() == 1);
        return of(models, target, banks);
    }

    /** The same, reading these layers alone, convolutions as {@link ConvolutionView#FILTERS}; as the longer form. */
    public static WeightTask of(Models models, Target target, List<String> layers) {
        return of(models, target, ConvolutionView.FILTERS, layers);
    }

    /**
     * The same, reading these layers alone.
     *
     * @throws IllegalArgumentException if a file is damaged or lacks one of them, or there are no models to learn from
     */
    public static WeightTask of(Models models, Target target, ConvolutionView view, List<String> layers) {
        return of(models, target, LayerBank.readAll(models, layers, view));
    }

    /**
     * The same, reading these banks, which may lie on disk.
     *
     * @param banks by the name of their layer, each of all models in their order
     * @throws IllegalArgumentException if one has another number of models, or there are no models to learn from
     */
    public static WeightTask of(Models models, Target target, Map<String, LayerBank> banks) {
        return new WeightTask(banks, target, models.places("train"), models.places("val"), models.places("test"));
    }

    /** The same models, split at random into parts of the same sizes. */
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

    /**
     * The same models in parts of other sizes, in the order that they have: those to learn from, to choose by, to test
     * on.
     *
     * @throws IllegalArgumentException if none is left to learn from
     */
    public WeightTask withSizes(int toChooseBy, int toTestOn) {
        int[] all = Indices.joined(List.of(train, val, test));
        int learn = all.length - toChooseBy - toTestOn;
        Check.that(
                toChooseBy >= 0 && toTestOn > 0 && learn > 0,
                "weight task: expected parts of its %d models, 1 or more to test on and to learn from, found %d to"
                        + " choose by and %d to test on",
                all.length,
                toChooseBy,
                toTestOn);
        return withParts(
                Arrays.copyOf(all, learn),
                Arrays.copyOfRange(all, learn, learn + toChooseBy),
                Arrays.copyOfRange(all, learn + toChooseBy, all.length));
    }

    /** The same with only the first {@code count} of the models to learn from. */
    public WeightTask learningFrom(int count) {
        Check.that(
                count > 0 && count <= train.length,
                "weight task: expected 1 to %d models to learn from, found %d",
                train.length,
                count);
        return withParts(Arrays.copyOf(train, count), val, test);
    }

    /**
     * The same with the first {@code count} of the models to learn from, and others that are in no part: children of
     * other trees, for example.
     *
     * @param more how many of those that are in no part, drawn by seed
     */
    public WeightTask learningFrom(int count, int more, Seeds seeds) {
        int[] used = Indices.joined(List.of(train, val, test));
        int[] others = IntStream.range(0, target.models())
                .filter(i -> Arrays.stream(used).noneMatch(j -> j == i))
                .toArray();
        Check.that(
                more >= 0 && more <= others.length,
                "weight task: expected 0 to %d of the models that are in no part, found %d",
                others.length,
                more);
        WeightTask fewer = learningFrom(count);
        int[] order = seeds.split("others").permutation(others.length);
        int[] added = Arrays.stream(order).limit(more).map(i -> others[i]).toArray();
        return withParts(Indices.joined(List.of(fewer.train, added)), val, test);
    }

    /**
     * The parts of an experiment's repeat: the first repeat has these, every other one has parts of the same sizes that
     * are drawn from its seeds.
     */
    public WeightTask split(Setting setting) {
        return setting.repeat() == 0 ? this : shuffled(setting.seeds());
    }

    /** The same models, split in another way. */
    public WeightTask withParts(int[] otherTrain, int[] otherVal, int[] otherTest) {
        return new WeightTask(banks, target, otherTrain, otherVal, otherTest);
    }

    /** The same models and parts with other layers, for example the same ones scaled. */
    public WeightTask withBanks(Map<String, LayerBank> others) {
        return new WeightTask(others, target, train, val, test);
    }

    /** The same models, layers and parts, to read another target. */
    public WeightTask withTarget(Target other) {
        return new WeightTask(banks, other, train, val, test);
    }

    /**
     * One layer of all models.
     *
     * @throws IllegalArgumentException if there is no such layer
     */
    public LayerBank bank(String layer) {
        LayerBank bank = banks.get(layer);
        Check.that(bank != null, "weight task: expected one of the layers %s, found '%s'", banks.keySet(), layer);
        return bank;
    }

    /** The same task with one layer only. */
    public WeightTask withLayer(String layer) {
        return withBanks(Map.of(layer, bank(layer)));
    }

    /** The same task with more layers of the same models, such as those of {@link LayerBank#readVectors}. */
    public WeightTask withLayers(Map<String, LayerBank> more) {
        Map<String, LayerBank> all = new LinkedHashMap<>(banks);
        more.forEach((layer, bank) ->
                Check.that(all.put(layer, bank) == null, "weight task: there is a layer '%s' already", layer));
        return withBanks(all);
    }

    /** The layers of some models. */
    public Map<String, LayerBank> select(int... models) {
        Map<String, LayerBank> chosen = new LinkedHashMap<>();
        banks.forEach((name, bank) -> chosen.put(name, bank.select(models)));
        return chosen;
    }

    /** What a reader of some layers, trained on this task, says of itself. */
    public Artifact.About about(List<String> layers) {
        List<LayerSize> sizes = new ArrayList<>();
        DataDigest trainingSet = new DataDigest();
        for (String layer : layers) {
            LayerBank bank = bank(layer);
            sizes.add(new LayerSize(layer, bank.rows(), bank.cols()));
            bank.select(train).addTo(trainingSet);
        }
        for (float[] row : target.values(train)) {
            trainingSet.add(row);
        }
        return new Artifact.About(
                sizes, target.names(), trainingSet.hex(), target.kind().inFiles());
    }

    /** Checkpoints for a training on this task, not those of other weights, targets or parts of the models. */
    Checkpoints keyed(Checkpoints checkpoints, Artifact.About about) {
        if (checkpoints.isNone()) {
            return checkpoints;
        }
        DataDigest chosenBy = new DataDigest();
        if (val.length > 0) {
            about.layers().forEach(layer -> bank(layer.name()).select(val).addTo(chosenBy));
        }
        for (float[] row : target.values(val)) {
            chosenBy.add(row);
        }
        return checkpoints
                .keyed(about.layers().toString())
                .keyed(about.trainingSet())
                .keyed(chosenBy.add(val).hex());
    }

    /** The models to choose by, for an expert that cannot do without. */
    int[] toChooseBy(String who) {
        Check.that(
                val.length > 0,
                "%s: expected models to choose the best epoch by, found none; withSizes(toChooseBy, toTestOn) of the"
                        + " task or split(val, test, seeds) of the models sets some aside",
                who);
        return val;
    }

    /** The models to test on, for what measures an expert. */
    int[] toTestOn(String who) {
        Check.that(
                test.length > 0,
                "%s: expected models to test on, found none; withSizes(toChooseBy, toTestOn) of the task or split(val,"
                        + " test, seeds) of the models sets some aside, and Experiment.train() needs none",
                who);
        return test;
    }

    Matrices matrices(String layer, int... models) {
        return bank(layer).matrices().select(models);
    }

    @Override
    public String toString() {
        return "%s, %d layers, %d to train on, %d to validate, %d to test"
                .formatted(target, banks.size(), train.length, val.length, test.length);
    }
}
