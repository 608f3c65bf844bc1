package org.modeljungle.text;

import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;

/** Averages the vectors of the sentences that templates make of a text. */
record TemplateEncoder(TextEncoder encoder, List<String> templates) implements TextEncoder {

    private static final String GAP = "{}";

    TemplateEncoder {
        templates = List.copyOf(templates);
        Check.that(!templates.isEmpty(), "templates: expected 1 or more, found none");
        templates.forEach(template -> Check.that(
                template.contains(GAP), "template '%s': expected {} where the text goes, found none", template));
    }

    @Override
    public float[][] encode(List<String> texts) {
        return UnitLength.of(encodeRaw(texts), texts);
    }

    @Override
    public float[][] encodeRaw(List<String> texts) {
        List<String> sentences = texts.stream()
                .flatMap(text -> templates.stream().map(template -> template.replace(GAP, text)))
                .toList();
        float[][] all = encoder.encode(sentences); // [texts * templates, dimension]
        all = encoder.isOfUnitLength() ? all : UnitLength.of(all, sentences);
        float[][] means = new float[texts.size()][];
        for (int i = 0; i < means.length; i++) {
            means[i] = mean(all, i * templates.size(), templates.size());
        }
        return means;
    }

    private static float[] mean(float[][] rows, int from, int count) {
        float[] mean = new float[rows[from].length];
        for (int k = 0; k < mean.length; k++) {
            double sum = 0;
            for (int i = from; i < from + count; i++) {
                sum += rows[i][k];
            }
            mean[k] = (float) (sum / count);
        }
        return mean;
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
