package org.modeljungle.show;

import java.lang.reflect.Array;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values of any type as a text that is short enough to read: arrays by their shape and first numbers, all else cut. */
final class Values {

    private static final int NUMBERS = 8; // of an array
    private static final int ELEMENTS = 100; // of a list
    private static final int CHARACTERS = 10_000;
    private static final Pattern HASH = Pattern.compile("@[0-9a-f]{2,8}\\b");

    private Values() {}

    /** A text of a value. */
    static String text(Object value) {
        return cut(describe(value));
    }

    private static String describe(Object value) {
        if (value != null && value.getClass().isArray()) {
            return array(value);
        }
        if (value instanceof Collection<?> elements) {
            return list(elements.iterator(), elements.size(), "[", "]");
        }
        if (value instanceof Map<?, ?> map) {
            return list(map.entrySet().iterator(), map.size(), "{", "}");
        }
        String text = String.valueOf(value);
        return value instanceof Record record && HASH.matcher(text).find() ? parts(record) : text;
    }

    /** A record that holds arrays, whose own text would give their hash codes. */
    private static String parts(Record record) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .map(part -> part.getName() + "=" + describe(value(record, part)))
                .collect(Collectors.joining(", ", record.getClass().getSimpleName() + "[", "]"));
    }

    private static Object value(Record record, RecordComponent part) {
        try {
            part.getAccessor().setAccessible(true);
            return part.getAccessor().invoke(record);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return "..."; // of a module that keeps it to itself
        }
    }

    private static String element(Object value) {
        return value instanceof Map.Entry<?, ?> entry
                ? describe(entry.getKey()) + "=" + describe(entry.getValue())
                : describe(value);
    }

    private static String list(Iterator<?> elements, int size, String open, String close) {
        StringBuilder text = new StringBuilder(open);
        int shown = 0;
        while (elements.hasNext() && shown < ELEMENTS && text.length() < CHARACTERS) {
            text.append(shown == 0 ? "" : ", ").append(element(elements.next()));
            shown++;
        }
        if (shown < size) {
            text.append(String.format(Locale.ROOT, ", ... %,d more", size - shown));
        }
        return text.append(close).toString();
    }

    /** {@code float[3][768]: 0.12, -1.5, ...}: the sizes along its first elements. */
    private static String array(Object array) {
        StringBuilder sizes = new StringBuilder();
        Class<?> type = array.getClass();
        Object first = array;
        while (type.isArray()) {
            int length = first == null ? -1 : Array.getLength(first);
            sizes.append(length < 0 ? "[]" : "[" + length + "]");
            first = length > 0 && type.getComponentType().isArray() ? Array.get(first, 0) : null;
            type = type.getComponentType();
        }
        return type.getSimpleName() + sizes + numbers(array);
    }

    private static String numbers(Object array) {
        StringBuilder text = new StringBuilder();
        Object row = array;
        while (row != null && row.getClass().getComponentType().isArray()) {
            row = Array.getLength(row) == 0 ? null : Array.get(row, 0);
        }
        int length = row == null ? 0 : Array.getLength(row);
        for (int i = 0; i < Math.min(length, NUMBERS); i++) {
            text.append(i == 0 ? ": " : ", ").append(cut(String.valueOf(Array.get(row, i))));
        }
        return text.append(length > NUMBERS || (row != array && length > 0) ? ", ..." : "")
                .toString();
    }

    private static String cut(String text) {
        return text.length() <= CHARACTERS
                ? text
                : text.substring(0, CHARACTERS)
                        + String.format(Locale.ROOT, "... %,d more characters", text.length() - CHARACTERS);
    }
}
