package org.modeljungle.nets;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.modeljungle.Check;

/** The words that a text encoder knows; articles are passed over. */
public final class Vocabulary {

    private static final Set<String> ARTICLES = Set.of("a", "an", "the");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

    private final List<String> words;
    private final Map<String, Integer> index = new HashMap<>();

    /**
     * A vocabulary.
     *
     * @param words in lower case, each once, of letters and digits alone: anything else separates words in a caption
     * @throws IllegalArgumentException if one is no such word, occurs twice, or is an article, which no caption keeps
     */
    public Vocabulary(List<String> words) {
        this.words = List.copyOf(words);
        for (String word : words) {
            Check.that(
                    word.equals(word.toLowerCase(Locale.ROOT))
                            && WORD.matcher(word).matches(),
                    "vocabulary: expected single lower-case words of letters and digits, found '%s'",
                    word);
            Check.that(!ARTICLES.contains(word), "vocabulary: expected no articles, found '%s'", word);
            Check.that(index.put(word, index.size()) == null, "vocabulary: the word '%s' occurs twice", word);
        }
    }

    /** The words, in order. */
    public List<String> words() {
        return words;
    }

    /** The number of words. */
    public int size() {
        return words.size();
    }

    /**
     * How often each word occurs in each caption, row-major [captions, words].
     *
     * @throws IllegalArgumentException for a caption without a known word, or with an unknown one
     */
    public float[] counts(List<String> captions) {
        float[] counts = new float[captions.size() * size()];
        for (int row = 0; row < captions.size(); row++) {
            String caption = captions.get(row);
            List<String> spoken = wordsOf(caption);
            for (String word : spoken) {
                counts[row * size() + indexOf(word, caption)]++;
            }
            Check.that(!spoken.isEmpty(), "text '%s': expected at least one of the words %s", caption, words);
        }
        return counts;
    }

    /** The words of any text in lower case, without punctuation and articles. */
    public static List<String> wordsOf(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .filter(word -> !ARTICLES.contains(word))
                .toList();
    }

    private int indexOf(String word, String caption) {
        Integer found = index.get(word);
        Check.that(found != null, "text '%s': the word '%s' is unknown; known words are %s", caption, word, words);
        return found;
    }

    @Override
    public String toString() {
        return "%d words".formatted(words.size());
    }
}
