package org.modeljungle.jungle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HexFormat;
import org.modeljungle.Digests;

/** The short name of a recipe, by which its jungle is found in the cache. */
final class RecipeHash {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int DIGITS = 16;

    private RecipeHash() {}

    /** The first hexadecimal digits of the SHA-256 of all settings, as JSON. */
    static String of(Record recipe) {
        try {
            byte[] digest = Digests.sha256().digest(JSON.writeValueAsBytes(recipe));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recipe is plain data", e);
        }
    }
}
