package org.modeljungle.weights;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeljungle.JsonProblem;

/** Plain data as canonical JSON, and back, strictly: nothing missing, nothing unknown, no number for a text. */
public final class PlainJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    private static final Pattern MISSING = Pattern.compile("^(?:Missing|Null value for) creator property '(\\w+)'");

    private PlainJson() {}

    /**
     * Plain data as a tree, for an {@link Artifact}'s settings.
     *
     * @param notes Jackson's annotations for classes that have none of their own: which class is used for an interface
     * @throws IllegalArgumentException if it is no plain data
     */
    public static JsonNode tree(Object data, Map<Class<?>, Class<?>> notes) {
        try {
            return JSON.copy().setMixIns(notes).valueToTree(data);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "artifact: expected plain data (records, lists, numbers, texts), found " + e.getMessage(), e);
        }
    }

    /**
     * Data from a tree.
     *
     * @param where begins the error
     * @param notes as {@link #tree(Object, Map)}
     * @throws IllegalArgumentException if something is missing, unknown or out of range
     */
    public static <T> T of(String where, JsonNode tree, Class<T> type, Map<Class<?>, Class<?>> notes) {
        JsonMapper mapper = notes.isEmpty() ? JSON : (JsonMapper) JSON.copy().setMixIns(notes);
        return read(where, () -> mapper.treeToValue(tree, type));
    }

    /**
     * Plain data as text.
     *
     * @throws IllegalArgumentException if it is no plain data
     */
    public static String text(Object data) {
        try {
            return JSON.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "artifact: expected plain data (records, lists, numbers, texts), found " + JsonProblem.of(e), e);
        }
    }

    static JsonNode tree(String where, String text) {
        return read(where, () -> JSON.readTree(text));
    }

    /**
     * A list of plain data from a text.
     *
     * @param where begins the error
     * @throws IllegalArgumentException if something is missing, unknown or out of range
     */
    public static <T> List<T> list(String where, String text, Class<T> of) {
        JavaType type = JSON.getTypeFactory().constructCollectionType(List.class, of);
        return read(where, () -> JSON.readValue(text, type));
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws JsonProcessingException;
    }

    private static <T> T read(String where, Reading<T> reading) {
        try {
            return reading.read();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(where + " " + said(e), e);
        }
    }

    private static String said(JsonProcessingException e) {
        if (e.getCause() instanceof IllegalArgumentException own) {
            return own.getMessage();
        }
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "an unknown '" + unknown.getPropertyName() + "'";
        }
        Matcher missing = MISSING.matcher(JsonProblem.of(e));
        return missing.find() ? "no '" + missing.group(1) + "'" : JsonProblem.of(e);
    }
}
