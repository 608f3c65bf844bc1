package org.modeljungle.jungle.grow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.modeljungle.Check;

/**
 * What a folder holds once it is grown: units of a fixed membership, such as stacks of models that train side by side.
 *
 * @param kind what it is, for messages: {@code jungle} or {@code zoo}
 * @param type the kind of recipe, such as {@code InrRecipe}
 * @param recipe all settings that decide the bytes, and those that decide how many units there are, as plain data
 * @param digest of what decides the bytes: {@link org.modeljungle.jungle.grow.RecipeDigest}
 * @param units the number of units, numbered from 0
 * @param foundations files that are needed in addition to the units' own, relative to the folder
 * @param call the method that grows it, for messages: {@code Jungle.grow}
 */
public record Plan(
        String kind, String type, JsonNode recipe, String digest, int units, List<String> foundations, String call) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Checks the number of units. */
    public Plan {
        Check.that(units >= 0, "%s: expected 0 units or more, found %d", kind, units);
        foundations = List.copyOf(foundations);
    }

    /**
     * A plan of units alone.
     *
     * @param recipe a record, or other plain data, that JSON can hold
     */
    public static Plan of(String kind, String type, Object recipe, String digest, int units, String call) {
        return new Plan(kind, type, JSON.valueToTree(recipe), digest, units, List.of(), call);
    }

    /** The same plan with files that are needed in addition to the units' own. */
    public Plan withFoundations(String... files) {
        return new Plan(kind, type, recipe, digest, units, List.of(files), call);
    }
}
