package org.modeljungle.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import org.modeljungle.weights.PythonList;

/** Lists of strings as people and programs write them. */
final class StringLists {

    private static final JsonMapper JSON = new JsonMapper();

    private StringLists() {}

    /** A list in JSON's notation or in Python's. */
    static List<String> parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (isOfStrings(node)) {
                return of(node);
            }
        } catch (JsonProcessingException e) {
            return PythonList.parse(text); // Python's quotes are no JSON
        }
        return PythonList.parse(text);
    }

    static boolean isOfStrings(JsonNode node) {
        for (JsonNode item : node) {
            if (!item.isTextual()) {
                return false;
            }
        }
        return node.isArray();
    }

    static List<String> of(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.textValue()));
        return strings;
    }
}
