package org.modeljungle.hub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a {@link LocalHub} says of its models, in the Hub's words. */
final class LocalListing {

    private static final JsonMapper JSON = new JsonMapper();

    private LocalListing() {}

    /** {@code api/models?author=OWNER&search=TEXT} */
    static String models(List<String> ids, URI address) {
        Map<String, String> query = query(address.getRawQuery());
        String owner = query.getOrDefault("author", "");
        String text = query.getOrDefault("search", "");
        ArrayNode list = JSON.createArrayNode();
        ids.stream()
                .filter(id -> owner.isEmpty() || id.startsWith(owner + "/"))
                .filter(id -> id.contains(text))
                .forEach(id -> list.addObject().put("id", id));
        return list.toString();
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        Arrays.stream((text == null ? "" : text).split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return query;
    }

    static String model(String name, LocalRepo repo) {
        ObjectNode model = JSON.createObjectNode().put("id", name).put("sha", repo.commit());
        repo.files()
                .keySet()
                .forEach(path -> model.withArray("siblings").addObject().put("rfilename", path));
        return model.toString();
    }

    static String files(LocalRepo repo) {
        ArrayNode list = JSON.createArrayNode();
        repo.files().forEach((path, entry) -> {
            ObjectNode file = list.addObject()
                    .put("type", "file")
                    .put("path", path)
                    .put("size", entry.size())
                    .put("oid", repo.tag(path));
            if (LocalRepo.isLarge(path)) {
                file.putObject("lfs").put("oid", repo.tag(path)).put("size", entry.size());
            }
        });
        return list.toString();
    }
}
