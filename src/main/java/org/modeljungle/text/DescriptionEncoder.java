package org.modeljungle.text;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;

/**
 * Averages the vectors of the descriptions that a text has.
 *
 * @param besides whether the text itself counts too
 */
record DescriptionEncoder(TextEncoder encoder, Map<String, List<String>> descriptions, boolean besides)
        implements AveragingEncoder {

    DescriptionEncoder {
        Map<String, List<String>> sorted = new TreeMap<>();
        descriptions.forEach((text, more) -> sorted.put(text, List.copyOf(more)));
        descriptions = sorted;
        Check.that(!sorted.isEmpty(), "descriptions: expected 1 or more, found none");
    }

    @Override
    public List<String> textsOf(String text) {
        List<String> own = descriptions.getOrDefault(text, List.of());
        return besides || own.isEmpty()
                ? Stream.concat(Stream.of(text), own.stream()).toList()
                : own;
    }

    /** The templates are for each of the texts. */
    @Override
    public TextEncoder withTemplates(String... templates) {
        return new DescriptionEncoder(encoder.withTemplates(templates), descriptions, besides);
    }

    @Override
    public String digest() {
        if (encoder.digest().isBlank()) {
            return "";
        }
        DataDigest digest = new DataDigest()
                .add(besides ? "descriptions" : "descriptions instead")
                .add(encoder.digest());
        descriptions.forEach((text, more) -> {
            digest.add(text).add(Integer.toString(more.size()));
            more.forEach(digest::add);
        });
        return digest.hex();
    }

    @Override
    public String toString() {
        return "%s, %s descriptions (%,d)".formatted(encoder, besides ? "with" : "of", descriptions.size());
    }
}
