package org.modeljungle.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.nets.Vocabulary;

/**
 * Counts words: a text's vector has a number for each word of a vocabulary, how often it occurs. Two texts are as
 * similar as the words that they share. Case, punctuation and articles do not count.
 */
public final class BagOfWords implements TextEncoder {

    private static final int SHOWN = 20; // words in a message

    private final List<String> words; // in order
    private final Map<String, Integer> places = new HashMap<>();

    private BagOfWords(List<String> words) {
        this.words = words;
        words.forEach(word -> places.put(word, places.size()));
    }

    /**
     * With the words of some texts as its vocabulary.
     *
     * @param texts for example the captions to train on
     * @throws IllegalArgumentException if they have no word
     */
    public static BagOfWords of(List<String> texts) {
        TreeSet<String> words = new TreeSet<>();
        texts.forEach(text -> words.addAll(Vocabulary.wordsOf(text)));
        Check.that(!words.isEmpty(), "bag of words: expected texts with words, found none in %d texts", texts.size());
        return new BagOfWords(List.copyOf(words));
    }

    /** The vocabulary, in alphabetical order. */
    public List<String> words() {
        return words;
    }

    /**
     * Counts, divided by their length; words outside the vocabulary are ignored // [texts, words]
     *
     * @throws IllegalArgumentException if a text has no word of the vocabulary
     */
    @Override
    public float[][] encode(List<String> texts) {
        return UnitLength.of(encodeRaw(texts), texts);
    }

    /** How often each word occurs; as {@link #encode} // [texts, words] */
    @Override
    public float[][] encodeRaw(List<String> texts) {
        return texts.stream().map(this::counts).toArray(float[][]::new);
    }

    private float[] counts(String text) {
        float[] counts = new float[words.size()];
        List<String> unknown = new ArrayList<>();
        for (String word : Vocabulary.wordsOf(text)) {
            Integer place = places.get(word);
            if (place == null) {
                unknown.add(word);
            } else {
                counts[place]++;
            }
        }
        Check.that(
                UnitLength.length(counts) > 0,
                "text '%s': expected 1 word or more of the %d that the bag of words knows, found only %s; it knows %s",
                Check.excerpt(text),
                words.size(),
                unknown,
                some());
        return counts;
    }

    private String some() {
        return words.size() <= SHOWN
                ? words.toString()
                : String.join(", ", words.subList(0, SHOWN)) + " and %d more".formatted(words.size() - SHOWN);
    }

    @Override
    public String digest() {
        DataDigest digest = new DataDigest().add("bag of words 1");
        words.forEach(digest::add);
        return digest.hex();
    }

    @Override
    public String toString() {
        return "bag of %d words".formatted(words.size());
    }
}
