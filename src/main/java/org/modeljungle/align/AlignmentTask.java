package org.modeljungle.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.modeljungle.Check;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.DataDigests;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.Gram;
import org.modeljungle.store.Models;
import org.modeljungle.text.TextEncoder;

/**
 * Models of one tree and their captions, to be embedded in one space. Tasks that are made from one another share the
 * inner products of the models.
 */
public final class AlignmentTask {

    /**
     * A word that occurs in no training caption.
     *
     * @param kind what it names: {@code colour}
     * @param word as in captions: {@code red}
     */
    record HeldWord(String kind, String word) {
        boolean in(String caption) {
            return (" " + caption + " ").contains(" " + word + " ");
        }
    }

    private final Map<String, LayerBank> banks;
    private final List<String> captions;
    private final Split split;
    private final TextEncoder encoder;
    private final Optional<HeldWord> heldWord;
    private final OptionalInt group;
    private final LayerGrams grams;

    /**
     * A task.
     *
     * @param banks the layers that may be read, by their own names, each of all models
     * @param captions one for each model
     * @param split into training, validation and test models
     * @param encoder of texts
     */
    public AlignmentTask(Map<String, LayerBank> banks, List<String> captions, Split split, TextEncoder encoder) {
        this(banks, captions, split, encoder, Optional.empty(), OptionalInt.empty(), new LayerGrams());
    }

    private AlignmentTask(
            Map<String, LayerBank> banks,
            List<String> captions,
            Split split,
            TextEncoder encoder,
            Optional<HeldWord> heldWord,
            OptionalInt group,
            LayerGrams grams) {
        this.banks = Collections.unmodifiableMap(new LinkedHashMap<>(banks));
        this.captions = List.copyOf(captions);
        this.split = split;
        this.encoder = encoder;
        this.heldWord = heldWord;
        this.group = group;
        this.grams = grams;
        Check.that(!banks.isEmpty(), "alignment task: expected 1 layer or more, found none");
        banks.forEach((name, bank) -> {
            Check.that(
                    name.equals(bank.layer()),
                    "alignment task: expected each layer under its own name, found layer '%s' under '%s'; new"
                            + " LayerBank(name, bank.matrices()) gives it another",
                    bank.layer(),
                    name);
            Check.that(
                    bank.models() == captions.size(),
                    "alignment task: expected a caption for each of the %d models of layer '%s', found %d",
                    bank.models(),
                    bank.layer(),
                    captions.size());
        });
    }

    /**
     * Models with every layer that all have in one shape.
     *
     * @throws IllegalArgumentException if a caption is unknown, a file is damaged, or no layer is shared
     */
    public static AlignmentTask of(Models models, Split split, TextEncoder encoder) {
        List<String> captions = models.captions();
        List<String> layers = LayerBank.shared(models);
        return new AlignmentTask(LayerBank.readAll(models, layers), captions, split, encoder);
    }

    /** The same models, split in another way. */
    public AlignmentTask withSplit(Split other) {
        return new AlignmentTask(banks, captions, other, encoder, Optional.empty(), group, grams);
    }

    /**
     * The same models, holding out every concept whose caption has a word, and without validation models. Outcomes get
     * one more measure, {@code KIND-named}: the share of the held-out models whose predicted caption, among all
     * concepts, has that word.
     *
     * @param kind what the word names: {@code colour}
     * @param word as in captions: {@code red}
     * @param seeds draw the test models
     * @throws IllegalArgumentException if no caption has the word, or fewer than two have not
     */
    public AlignmentTask withoutWord(String kind, String word, Seeds seeds) {
        HeldWord out = new HeldWord(kind, word);
        Split other = Split.holdingOut(captions, out::in, 0, seeds);
        return new AlignmentTask(banks, captions, other, encoder, Optional.of(out), group, grams);
    }

    /** The same models, with captions in the vectors of another encoder. */
    public AlignmentTask withEncoder(TextEncoder other) {
        return new AlignmentTask(banks, captions, split, other, heldWord, group, grams);
    }

    /**
     * The same task, which asks held-out models in small groups too: outcomes get the measures {@code held-out-SIZE},
     * in which each held-out model is named among the concepts of its group alone. The concepts are grouped in the
     * order of their first models, and those that make no whole group are left out.
     *
     * @param size concepts in a group, 2 or more
     */
    public AlignmentTask withGroupsOf(int size) {
        Check.that(size >= 2, "alignment task: expected groups of 2 concepts or more, found %d", size);
        return new AlignmentTask(banks, captions, split, encoder, heldWord, OptionalInt.of(size), grams);
    }

    /**
     * The same task with one layer only.
     *
     * @throws IllegalArgumentException if there is no such layer
     */
    public AlignmentTask withLayer(String layer) {
        return new AlignmentTask(Map.of(layer, bank(layer)), captions, split, encoder, heldWord, group, grams);
    }

    /** The layers that may be read, by name. */
    public Map<String, LayerBank> banks() {
        return banks;
    }

    /**
     * One layer of all models.
     *
     * @throws IllegalArgumentException if there is no such layer
     */
    public LayerBank bank(String layer) {
        LayerBank bank = banks.get(layer);
        Check.that(bank != null, "alignment task: expected one of the layers %s, found '%s'", banks.keySet(), layer);
        return bank;
    }

    /** The models' inner products of each layer, in the layers' order; computed at the first call. */
    public List<Gram> grams() {
        return grams.of(banks);
    }

    /** The captions, one for each model. */
    public List<String> captions() {
        return captions;
    }

    /** The split into training, validation and test models. */
    public Split split() {
        return split;
    }

    /** The text encoder. */
    public TextEncoder encoder() {
        return encoder;
    }

    /**
     * A digest of what a training on this task depends on: weights, captions, their vectors, the split, and what is
     * asked besides.
     *
     * @param digests digests of large data, each computed once in a run
     * @param layers the layers that are read
     */
    public String digest(DataDigests digests, List<String> layers) {
        return DataDigests.of(digest -> {
            layers.forEach(layer -> digest.add(layer).add(digests.of(bank(layer))));
            captions.forEach(digest::add);
            for (float[] vector : Captions.encode(encoder, Split.concepts(captions))) {
                digest.add(vector);
            }
            digest.add(split.train()).add(split.validation()).add(split.test()).add(split.heldOut());
            heldWord.ifPresent(held -> digest.add(held.kind()).add(held.word()));
            group.ifPresent(size -> digest.add("groups of").add(new int[] {size}));
        });
    }

    Optional<HeldWord> heldWord() {
        return heldWord;
    }

    OptionalInt group() {
        return group;
    }

    /**
     * The one layer on which a ridge has the smallest leave-one-out error; held-out and validation models don't count.
     */
    public String bestLayer() {
        return RidgeAlignment.bestLayer(this).gram().layers().get(0);
    }

    /** Accuracy on held-out models, among the held-out concepts. */
    public ZeroShot.Result heldOut(Alignment aligned) {
        return ZeroShot.classify(aligned, split.heldOut(), captions);
    }

    /**
     * Accuracy on held-out models, group by group, each among the concepts of its group.
     *
     * @param size concepts in a group
     * @return a result for each group, none where there are fewer held-out concepts
     */
    public List<ZeroShot.Result> heldOutInGroups(Alignment aligned, int size) {
        List<String> concepts = Split.concepts(captions, split.heldOut());
        List<ZeroShot.Result> results = new ArrayList<>();
        for (int from = 0; from + size <= concepts.size(); from += size) {
            List<String> group = concepts.subList(from, from + size);
            int[] models = Arrays.stream(split.heldOut())
                    .filter(model -> group.contains(captions.get(model)))
                    .toArray();
            results.add(ZeroShot.classify(aligned, models, captions, group));
        }
        return results;
    }

    /** Accuracy on held-out models, among all concepts. */
    public ZeroShot.Result heldOutAmongAll(Alignment aligned) {
        return ZeroShot.classify(aligned, split.heldOut(), captions, Split.concepts(captions));
    }

    /**
     * Whether models are told whose concept is not among the candidates: held-out and test models, the seen concepts
     * being the candidates. What is usual is learnt from the validation models.
     *
     * @throws IllegalArgumentException if the split has no validation, test or held-out models
     */
    public Absence.Result absence(Alignment aligned) {
        Check.that(
                split.validation().length > 0 && split.test().length > 0 && split.heldOut().length > 0,
                "absence: expected a split with validation, test and held-out models, found %s",
                split);
        Absence usual = Absence.learnt(seen(aligned, split.validation()), Absence.Score.LARGEST);
        return usual.judge(aligned, split.unseen(), captions, Split.concepts(captions, split.train()));
    }

    /** Accuracy on models of seen concepts, among the seen concepts. */
    public ZeroShot.Result seen(Alignment aligned, int... models) {
        return ZeroShot.classify(aligned, models, captions, Split.concepts(captions, split.train()));
    }

    /** Accuracy on models of seen concepts, among all concepts. */
    public ZeroShot.Result seenAmongAll(Alignment aligned, int... models) {
        return ZeroShot.classify(aligned, models, captions, Split.concepts(captions));
    }

    @Override
    public String toString() {
        return "%d models of %d concepts, read in %d layers"
                .formatted(captions.size(), Split.concepts(captions).size(), banks.size());
    }
}
