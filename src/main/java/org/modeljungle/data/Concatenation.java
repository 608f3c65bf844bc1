package org.modeljungle.data;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;

/** Concatenates images of one kind. */
final class Concatenation {

    private Concatenation() {}

    static Images of(List<Images> parts) {
        Check.that(!parts.isEmpty(), "images: expected one or more parts to concatenate, found none");
        Images first = parts.get(0);
        int length = 0;
        for (int part = 0; part < parts.size(); part++) {
            checkKind(first, parts.get(part), part);
            length = Math.addExact(length, parts.get(part).pixels().length);
        }
        float[] pixels = new float[length]; // [count, channels, height, width]
        int at = 0;
        for (Images part : parts) {
            System.arraycopy(part.pixels(), 0, pixels, at, part.pixels().length);
            at += part.pixels().length;
        }
        List<String> captions =
                parts.stream().flatMap(part -> part.captions().stream()).toList();
        Map<String, Labels> labels = new LinkedHashMap<>();
        for (String name : first.labelNames()) {
            labels.put(name, labels(name, parts));
        }
        return new Images(pixels, first.channels(), first.height(), first.width(), captions, labels);
    }

    private static Labels labels(String name, List<Images> parts) {
        List<String> classes = parts.get(0).labels(name).classes();
        for (int part = 0; part < parts.size(); part++) {
            List<String> own = parts.get(part).labels(name).classes();
            Check.that(
                    own.equals(classes),
                    "images: expected classes %s of label '%s' in part %d, found %s",
                    classes,
                    name,
                    part,
                    own);
        }
        int[] values = parts.stream()
                .flatMapToInt(part -> Arrays.stream(part.labels(name).values()))
                .toArray(); // [images]
        return new Labels(classes, values);
    }

    private static void checkKind(Images first, Images other, int part) {
        String expected = kind(first);
        String found = kind(other);
        Check.that(
                found.equals(expected),
                "images: expected %s in part %d, as in part 0, found %s",
                expected,
                part,
                found);
    }

    private static String kind(Images images) {
        return "[" + images.channels() + ", " + images.height() + ", " + images.width() + "] "
                + (images.captions().size() == images.count() ? "with" : "without") + " captions, labels "
                + images.labelNames();
    }
}
