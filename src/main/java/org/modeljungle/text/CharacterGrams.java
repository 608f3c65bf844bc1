package org.modeljungle.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.modeljungle.Check;
import org.modeljungle.nets.Vocabulary;

/**
 * Counts runs of four characters within words, with a blank before and after each word ("fox" has " fox" and "fox "; a
 * shorter word is one run). A run counts by the square root of how often it occurs, times how rare it is among the
 * documents, {@code log((1 + documents) / documents that have it)}: tf-idf. Case, punctuation and articles are ignored.
 */
final class CharacterGrams {

    private static final int LENGTH = 4;

    private final int documents;
    private final Map<String, Integer> places = new TreeMap<>();
    private final double[] rarities; // [grams]

    private CharacterGrams(List<String> texts) {
        Map<String, Integer> having = new TreeMap<>();
        texts.forEach(text -> new TreeSet<>(split(text)).forEach(gram -> having.merge(gram, 1, Integer::sum)));
        this.documents = texts.size();
        this.rarities = new double[having.size()];
        having.forEach((gram, count) -> {
            rarities[places.size()] = StrictMath.log((1.0 + documents) / count);
            places.put(gram, places.size());
        });
    }

    /**
     * The runs of these documents, in alphabetical order.
     *
     * @throws IllegalArgumentException if there are fewer than 2, or one has no word
     */
    static CharacterGrams of(List<String> documents) {
        Check.that(documents.size() >= 2, "latent semantics: expected 2 documents or more, found %d", documents.size());
        for (int i = 0; i < documents.size(); i++) {
            Check.that(
                    !Vocabulary.wordsOf(documents.get(i)).isEmpty(),
                    "document %d, '%s': expected a word of letters or digits, found none",
                    i,
                    Check.excerpt(documents.get(i)));
        }
        return new CharacterGrams(documents);
    }

    /** How many there are. */
    int size() {
        return rarities.length;
    }

    /** A text's weights of length 1 // [grams] */
    double[] count(String text) {
        double[] counts = new double[rarities.length];
        weights(text).forEach((place, weight) -> counts[place] = weight);
        return counts;
    }

    /**
     * A text's weights of length 1, by the place of the gram, in order.
     *
     * @throws IllegalArgumentException if it has no gram of the documents
     */
    Map<Integer, Double> weights(String text) {
        Map<Integer, Double> weights = new TreeMap<>();
        counts(text).forEach((gram, count) -> {
            Integer place = places.get(gram);
            if (place != null) {
                weights.put(place, Math.sqrt(count) * rarities[place]);
            }
        });
        Check.that(
                !weights.isEmpty(),
                "text '%s': expected a word with a part that one of the %,d documents has, found none",
                Check.excerpt(text),
                documents);
        double length = Math.sqrt(
                weights.values().stream().mapToDouble(weight -> weight * weight).sum());
        weights.replaceAll((place, weight) -> weight / length);
        return weights;
    }

    private static Map<String, Integer> counts(String text) {
        Map<String, Integer> counts = new HashMap<>();
        split(text).forEach(gram -> counts.merge(gram, 1, Integer::sum));
        return counts;
    }

    private static List<String> split(String text) {
        List<String> grams = new ArrayList<>();
        for (String word : Vocabulary.wordsOf(text)) {
            String framed = " " + word + " ";
            for (int i = 0; i == 0 || i + LENGTH <= framed.length(); i++) {
                grams.add(framed.substring(i, Math.min(i + LENGTH, framed.length())));
            }
        }
        return grams;
    }

    @Override
    public String toString() {
        return "%,d documents".formatted(documents);
    }
}
