package org.modeljungle.weights;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.modeljungle.Check;

/**
 * What a model file says of itself, in the {@code __metadata__} of a safetensors file: what it was trained on and how.
 * The values are read as data; nothing is evaluated.
 *
 * @param where the file, for messages
 * @param fields every metadata value as in the file, by key, sorted
 */
public record ModelCard(String where, Map<String, String> fields) {

    /** The key of the classes that a model was trained on: a Python list of names. */
    public static final String CLASSES = "dataset_chosen_targets";

    /** The key of the id of the one class that a model was fine-tuned to draw. */
    public static final String CLASS_ID = "imagenet_class_id";

    /** The key of the words that describe what a model was trained on. */
    public static final String CAPTION = "caption";

    private static final int LONGEST = 1_000; // characters of a number: more than a double has digits

    private static final Set<String> LABELS = Set.of(CLASSES, CLASS_ID, CAPTION);

    /** Sorts the fields. */
    public ModelCard {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /** The card of an open file. */
    public static ModelCard of(Safetensors file) {
        return new ModelCard(file.path().toString(), file.metadata());
    }

    /**
     * The card of a file.
     *
     * @throws WeightFileException as {@link Safetensors#open}
     */
    public static ModelCard read(Path file) {
        return of(Safetensors.open(file));
    }

    /** The value of a key, where the file has it. */
    public Optional<String> find(String key) {
        return Optional.ofNullable(fields.get(key));
    }

    /**
     * The value of a key.
     *
     * @throws IllegalArgumentException if the file lacks it
     */
    public String text(String key) {
        Check.that(
                fields.containsKey(key),
                "metadata '%s' in %s: expected a value, found no such key; closest: %s; fields() has all %d",
                key,
                where,
                ClosestNames.of(key, fields.keySet()),
                fields.size());
        return fields.get(key);
    }

    /**
     * The value of a key as a finite number.
     *
     * @throws IllegalArgumentException if the file lacks it or it is no number
     */
    public double number(String key) {
        String text = text(key);
        double number = text.length() <= LONGEST ? decimal(text.strip()) : Double.NaN; // a longer one takes for ever
        Check.that(
                Double.isFinite(number),
                "metadata '%s' in %s: expected a finite number, found '%s'; text(\"%s\") gives it as it is",
                key,
                where,
                Check.excerpt(text),
                key);
        return number;
    }

    /**
     * The value of a key as a whole number.
     *
     * @throws IllegalArgumentException if the file lacks it or it is none from -2^63 to 2^63 - 1
     */
    public long whole(String key) {
        String text = text(key);
        Check.that(
                text.matches("-?[0-9]{1,19}") && new BigInteger(text).bitLength() < Long.SIZE,
                "metadata '%s' in %s: expected a whole number, found '%s'",
                key,
                where,
                Check.excerpt(text));
        return Long.parseLong(text);
    }

    private static double decimal(String text) {
        try {
            return new BigDecimal(text).doubleValue();
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /**
     * The value of a key as a list of strings in Python's notation.
     *
     * @throws IllegalArgumentException if the file lacks it or it is no such list
     */
    public List<String> texts(String key) {
        String text = text(key);
        try {
            return PythonList.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("metadata '" + key + "' in " + where + ": " + e.getMessage(), e);
        }
    }

    /** The names of the classes that the model was trained on, from {@value #CLASSES}. */
    public List<String> classes() {
        return texts(CLASSES);
    }

    /** The id of the class that the model draws, from {@value #CLASS_ID}. */
    public String classId() {
        return text(CLASS_ID);
    }

    /** The words that describe what the model was trained on, from {@value #CAPTION}. */
    public String caption() {
        return text(CAPTION);
    }

    /** Every other field: the settings that the model was trained with. */
    public Map<String, String> hyperParameters() {
        TreeMap<String, String> settings = new TreeMap<>(fields);
        settings.keySet().removeAll(LABELS);
        return Collections.unmodifiableMap(settings);
    }
}
