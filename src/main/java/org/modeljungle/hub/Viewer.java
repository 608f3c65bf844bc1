package org.modeljungle.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of data sets, as the hub's dataset viewer gives them: a hundred rows at a time. It stands at an address of
 * its own and never gets the token.
 */
final class Viewer {

    /** The public hub's. */
    static final String PUBLIC = "https://datasets-server.huggingface.co";

    private static final int PAGE = 100; // rows, the most that it gives at a time
    private static final int MOST = 1_000_000; // rows

    private final Origin origin;
    private final Api api;

    Viewer(Origin origin, Api api) {
        this.origin = origin;
        this.api = api;
    }

    /** All rows of a split; see {@link Hub#rows}. */
    List<Map<String, String>> rows(String dataset, String subset, String split, Watch watch) {
        String what = "hub: data set " + dataset + ", " + subset + ", " + split;
        String query = "dataset=" + Api.encoded(dataset) + "&config=" + Api.encoded(subset) + "&split="
                + Api.encoded(split) + "&length=" + PAGE + "&offset=";
        List<Map<String, String>> rows = new ArrayList<>();
        long total = MOST;
        while (rows.size() < total) {
            JsonNode page =
                    api.json(Ask.of(what, URI.create(origin + "/rows?" + query + rows.size())), watch, answer -> {});
            total = page.path("num_rows_total").asLong(-1);
            api.expect(total >= 0 && total <= MOST, what, "a number of rows of at most " + MOST, page.toString());
            api.expect(!page.path("partial").asBoolean(), what, "all rows", "a part of them");
            JsonNode found = page.path("rows");
            api.expect(found.size() == Math.min(PAGE, total - rows.size()), what, "the next rows", found.size() + "");
            for (JsonNode row : found) {
                api.expect(row.path("truncated_cells").isEmpty(), what, "whole cells", row.toString());
                rows.add(cells(row.path("row")));
            }
        }
        return List.copyOf(rows);
    }

    private static Map<String, String> cells(JsonNode row) {
        Map<String, String> cells = new LinkedHashMap<>();
        row.properties().forEach(cell -> {
            if (!cell.getValue().isNull()) {
                cells.put(
                        cell.getKey(),
                        cell.getValue().isTextual() ? cell.getValue().asText() : "" + cell.getValue());
            }
        });
        return cells;
    }
}
