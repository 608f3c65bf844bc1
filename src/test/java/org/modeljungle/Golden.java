package org.modeljungle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Results of independent PyTorch scripts ({@code src/test/golden}), and how tests hold ours against them. */
public final class Golden {

    private Golden() {}

    /** Reads {@code golden/NAME.json}. */
    public static JsonNode read(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name + ".json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A list of numbers. */
    public static float[] floats(JsonNode numbers) {
        float[] values = new float[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.get(i).floatValue();
        }
        return values;
    }

    /** Lists of numbers by name. */
    public static Map<String, float[]> table(JsonNode object) {
        Map<String, float[]> table = new LinkedHashMap<>();
        object.properties().forEach(entry -> table.put(entry.getKey(), floats(entry.getValue())));
        return table;
    }

    /** Asserts that no value is further off than {@code tolerance} times the largest expected magnitude. */
    public static void assertClose(String what, float[] found, float[] expected, double tolerance) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        double largest = 0;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < expected.length; i++) {
            double off = Math.abs((double) found[i] - expected[i]);
            assertThat(off <= tolerance * largest) // false for NaN
                    .as("%s[%d]: expected %s, found %s, largest %s", what, i, expected[i], found[i], largest)
                    .isTrue();
        }
    }
}
