package org.modeljungle.store;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.modeljungle.Check;
import org.modeljungle.JsonProblem;

/** The rows of a JSON file: an array with an object for each model. */
final class JsonRows {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonRows() {}

    static List<TableRow> of(Path table, String text) {
        JsonNode root = parsed(table, text);
        Check.that(
                root.isArray(),
                "%s: expected an array with an object for each model, such as [{\"file\": \"a.safetensors\"}], found"
                        + " %s",
                table,
                kind(root));
        List<TableRow> rows = new ArrayList<>();
        for (JsonNode entry : root) {
            String where = "%s entry %d".formatted(table, rows.size() + 1);
            Check.that(entry.isObject(), "%s: expected an object, found %s", where, kind(entry));
            Map<String, TableCell> cells = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> cell : entry.properties()) {
                if (!cell.getValue().isNull()) {
                    cells.put(cell.getKey(), cell(where, cell.getKey(), cell.getValue()));
                }
            }
            rows.add(new TableRow(where, cells));
        }
        return rows;
    }

    private static JsonNode parsed(Path table, String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new IllegalArgumentException(
                    "%s line %d, column %d: expected JSON, found %s"
                            .formatted(table, at.getLineNr(), at.getColumnNr(), JsonProblem.of(e)),
                    e);
        }
    }

    private static TableCell cell(String where, String column, JsonNode value) {
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            return new TableCell(value.asText(), OptionalDouble.of(value.doubleValue()), Optional.empty());
        }
        if (value.isTextual() || value.isBoolean()) {
            return TableCell.text(value.asText());
        }
        Check.that(
                StringLists.isOfStrings(value),
                "%s, column '%s': expected a text, a number or a list of texts, found %s",
                where,
                column,
                kind(value));
        return TableCell.list(StringLists.of(value));
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "the number " + node.asText();
            default -> node.isMissingNode() ? "an empty file" : node.toString();
        };
    }
}
