package org.modeljungle.data;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeljungle.Check;
import org.modeljungle.Digests;
import org.modeljungle.LabPackages;

/**
 * The keywords of emojilib (MIT licence) for the pictograms, from a Python package that {@code environment/lab}
 * installs: what a thing is called otherwise, what kind of thing it is, and what people use it for.
 */
final class EmojiKeywords {

    /** What pip installs. */
    static final String PACKAGE = "em-keyboard==5.4.0";

    private static final String WHAT = "keywords of emojilib";
    private static final String INSIDE = "em/emojis.json";
    private static final String SUM = "f969d1a1dacb5f5e08657e58f13d9de226530ac23a5cff66a6af9fa151e05c48";
    private static final String PICTURE = "\uFE0F"; // the code point that asks for a picture, after many characters

    private EmojiKeywords() {}

    /**
     * The keywords of the things that have any.
     *
     * @return by the things' names
     * @throws IllegalArgumentException if the package is not installed, or is of another version
     */
    static Map<String, List<String>> ofThings() {
        return of(LabPackages.require(INSIDE, WHAT, PACKAGE));
    }

    static Map<String, List<String>> of(Path file) {
        Map<String, List<String>> byCharacter = new LinkedHashMap<>();
        read(file).forEach((character, words) -> byCharacter.put(character.replace(PICTURE, ""), words));
        Map<String, List<String>> keywords = new LinkedHashMap<>();
        for (OpenMoji.Entry entry : OpenMoji.ENTRIES) {
            List<String> words = byCharacter.get(Character.toString(Integer.parseInt(entry.code(), 16)));
            if (words != null) {
                keywords.put(entry.name(), without(entry.name(), words));
            }
        }
        return keywords;
    }

    /** The words with spaces, each once, but for the name itself. */
    private static List<String> without(String name, List<String> words) {
        Set<String> all = new LinkedHashSet<>();
        words.forEach(word -> all.add(word.replace('_', ' ')));
        all.remove(name);
        return new ArrayList<>(all);
    }

    private static Map<String, List<String>> read(Path file) {
        try {
            byte[] json = Files.readAllBytes(file);
            String found = HexFormat.of().formatHex(Digests.sha256().digest(json));
            Check.that(
                    found.equals(SUM),
                    "%s: expected the file of %s with SHA-256 %s, found %s in %s; install that version",
                    WHAT,
                    PACKAGE,
                    SUM,
                    found,
                    file);
            return new JsonMapper().readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
