package org.modeljungle.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.modeljungle.Check;

/** Splits texts into tokens by a {@code tokenizer.json}, special tokens included. */
final class TextTokenizer {

    private static final int LONGEST = 1 << 26; // bytes

    private final Path file;
    private final HuggingFaceTokenizer tokenizer; // frees its native memory when it is collected
    private final int vocabulary;

    private TextTokenizer(Path file, HuggingFaceTokenizer tokenizer, int vocabulary) {
        this.file = file;
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
    }

    /**
     * Opens a tokenizer.
     *
     * @param longest tokens of a text, special ones included; what is beyond is cut, as the tokenizers library does
     * @param vocabulary tokens that the network knows
     */
    static TextTokenizer open(Path file, int longest, int vocabulary) {
        Check.that(
                Files.isRegularFile(file),
                "%s: expected a tokenizer, found no file; transformers'"
                        + " AutoTokenizer.from_pretrained(...).save_pretrained(folder) writes it",
                file);
        TokenizerLibrary.require();
        try {
            Check.that(Files.size(file) <= LONGEST, "%s: expected at most %d bytes", file, LONGEST);
            byte[] json = Files.readAllBytes(file);
            Map<String, String> options = Map.of(
                    "addSpecialTokens", "true",
                    "padding", "false",
                    "truncation", "true",
                    "maxLength", Integer.toString(longest),
                    "modelMaxLength", Integer.toString(longest));
            return new TextTokenizer(
                    file, HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options), vocabulary);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (RuntimeException e) { // the native code's
            throw new IllegalArgumentException(
                    file + ": expected a tokenizer of the tokenizers library, found: " + e.getMessage(), e);
        }
    }

    /**
     * A text's tokens.
     *
     * @throws IllegalArgumentException if there is none, or the network does not know one
     */
    int[] tokens(String text) {
        Check.that(text != null, "text: expected words, found none");
        int[] tokens = ids(text);
        Check.that(tokens.length > 0, "text '%s': expected tokens, found none; is it blank?", Check.excerpt(text));
        for (int token : tokens) {
            Check.that(
                    token < vocabulary,
                    "%s: expected tokens below %d, which the weights know, found %d for '%s'; it belongs to another model",
                    file,
                    vocabulary,
                    token,
                    Check.excerpt(text));
        }
        return tokens;
    }

    private int[] ids(String text) {
        try {
            return Arrays.stream(tokenizer.encode(text).getIds())
                    .mapToInt(Math::toIntExact)
                    .toArray();
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
