package org.modeljungle.nets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private static final Vocabulary WORDS = new Vocabulary(List.of("red", "blue", "star"));

    @Test
    void countsEachWordOfEachCaption() {
        assertThat(WORDS.counts(List.of("a red star", "star star blue", "red")))
                .containsExactly(1, 0, 1, /* */ 0, 1, 2, /* */ 1, 0, 0);
    }

    @Test
    void articlesCapitalsAndPunctuationMakeNoDifference() {
        assertThat(WORDS.counts(List.of("  The RED, blue... star!"))).isEqualTo(WORDS.counts(List.of("red blue star")));
        assertThat(WORDS.counts(List.of("an A the red"))).isEqualTo(WORDS.counts(List.of("red")));
    }

    @Test
    void wordsOfOtherScriptsAreWords() {
        Vocabulary words = new Vocabulary(List.of("größe", "星", "7"));
        assertThat(words.counts(List.of("GRÖßE 星 7"))).containsExactly(1, 1, 1);
    }

    @Test
    void anyTextHasWords() {
        assertThat(Vocabulary.wordsOf("  The RED, hot-dog... of a 星!")).containsExactly("red", "hot", "dog", "of", "星");
        assertThat(Vocabulary.wordsOf("the ?")).isEmpty();
    }

    @Test
    void noCaptionGivesNoCounts() {
        assertThat(WORDS.counts(List.of())).isEmpty();
    }

    @Test
    void anUnknownWordIsNamed() {
        assertMessage(
                () -> WORDS.counts(List.of("red star", "a red sphere")),
                "text 'a red sphere': the word 'sphere' is unknown; known words are [red, blue, star]");
    }

    @Test
    void aCaptionWithoutWordsIsRefused() {
        String message = "text '%s': expected at least one of the words [red, blue, star]";
        assertMessage(() -> WORDS.counts(List.of("")), message.formatted(""));
        assertMessage(() -> WORDS.counts(List.of("The ?")), message.formatted("The ?"));
    }

    @Test
    void wordsThatNoCaptionCanHaveAreRefused() {
        assertMessage(
                () -> new Vocabulary(List.of("red", "Blue")),
                "vocabulary: expected single lower-case words of letters and digits, found 'Blue'");
        assertMessage(
                () -> new Vocabulary(List.of("light blue")),
                "vocabulary: expected single lower-case words of letters and digits, found 'light blue'");
        assertMessage(
                () -> new Vocabulary(List.of("t-shirt")),
                "vocabulary: expected single lower-case words of letters and digits, found 't-shirt'");
        assertMessage(() -> new Vocabulary(List.of("red", "the")), "vocabulary: expected no articles, found 'the'");
        assertMessage(
                () -> new Vocabulary(List.of("")),
                "vocabulary: expected single lower-case words of letters and digits, found ''");
    }

    @Test
    void aWordOccursOnce() {
        assertMessage(() -> new Vocabulary(List.of("red", "star", "red")), "vocabulary: the word 'red' occurs twice");
    }

    @Test
    void laterChangesOfTheListChangeNothing() {
        List<String> list = new ArrayList<>(List.of("red"));
        Vocabulary words = new Vocabulary(list);
        list.add("blue");
        assertThat(words.words()).containsExactly("red");
        assertThat(words.size()).isEqualTo(1);
    }

    private static void assertMessage(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
