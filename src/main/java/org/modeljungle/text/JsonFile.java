package org.modeljungle.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.modeljungle.Check;
import org.modeljungle.JsonProblem;

/**
 * Settings in a JSON file, or in a part of it.
 *
 * @param where the file, and the part of it
 * @param json an object, or a list
 */
record JsonFile(String where, JsonNode json) {

    private static final int LONGEST = 1 << 24; // bytes
    private static final JsonMapper JSON = new JsonMapper();

    /** Reads a file; empty where there is none. */
    static Optional<JsonFile> find(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            Check.that(Files.size(file) <= LONGEST, "%s: expected at most %d bytes", file, LONGEST);
            JsonNode json = JSON.readTree(Files.readString(file));
            Check.that(json.isContainerNode(), "%s: expected JSON with settings, found none", file);
            return Optional.of(new JsonFile(file.toString(), json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ": expected JSON, found " + JsonProblem.of(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** The settings under a key; none of them where there is no such key. */
    JsonFile part(String key) {
        return new JsonFile(where + ", " + key, json.path(key));
    }

    boolean has(String key) {
        return json.hasNonNull(key);
    }

    /** A whole number above 0. */
    int size(String key, int otherwise) {
        JsonNode value = json.path(key);
        boolean missing = value.isMissingNode() || value.isNull();
        Check.that(
                missing || (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() > 0),
                "%s: expected a whole number above 0 as %s, found %s",
                where,
                key,
                value);
        return missing ? otherwise : value.intValue();
    }

    double number(String key, double otherwise) {
        JsonNode value = json.path(key);
        boolean missing = value.isMissingNode() || value.isNull();
        Check.that(missing || value.isNumber(), "%s: expected a number as %s, found %s", where, key, value);
        return missing ? otherwise : value.doubleValue();
    }

    String text(String key, String otherwise) {
        JsonNode value = json.path(key);
        boolean missing = value.isMissingNode() || value.isNull();
        Check.that(missing || value.isTextual(), "%s: expected a text as %s, found %s", where, key, value);
        return missing ? otherwise : value.textValue();
    }

    boolean flag(String key) {
        return json.path(key).asBoolean(false);
    }

    /** Throws unless a setting has its usual value, or none: others change what is computed. */
    void expect(String key, String usual) {
        JsonNode value = json.path(key);
        boolean missing = value.isMissingNode() || value.isNull() || (value.isContainerNode() && value.isEmpty());
        String found = missing ? "" : value.isContainerNode() ? value.toString() : value.asText();
        Check.that(
                found.isEmpty() || found.equals(usual),
                "%s: expected %s as %s, found %s; such a text encoder cannot be read here",
                where,
                usual.isEmpty() ? "nothing" : "'" + usual + "'",
                key,
                value);
    }
}
