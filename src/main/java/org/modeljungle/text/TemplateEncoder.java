package org.modeljungle.text;

import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;

/** Averages the vectors of the sentences that templates make of a text. */
record TemplateEncoder(TextEncoder encoder, List<String> templates) implements AveragingEncoder {

    private static final String GAP = "{}";

    TemplateEncoder {
        templates = List.copyOf(templates);
        Check.that(!templates.isEmpty(), "templates: expected 1 or more, found none");
        templates.forEach(template -> Check.that(
                template.contains(GAP), "template '%s': expected {} where the text goes, found none", template));
    }

    @Override
    public List<String> textsOf(String text) {
        return templates.stream().map(template -> template.replace(GAP, text)).toList();
    }

    @Override
    public String digest() {
        if (encoder.digest().isBlank()) {
            return "";
        }
        DataDigest digest = new DataDigest().add("templates").add(encoder.digest());
        templates.forEach(digest::add);
        return digest.hex();
    }

    @Override
    public String toString() {
        return "%s, the mean of %d templates".formatted(encoder, templates.size());
    }
}
