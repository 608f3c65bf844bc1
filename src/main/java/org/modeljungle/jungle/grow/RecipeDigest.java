package org.modeljungle.jungle.grow;

import java.util.Map;
import org.modeljungle.Digests;

/** The short name of a recipe, by which what was grown from it is found. */
public final class RecipeDigest {

    private static final int DIGITS = 16;

    private RecipeDigest() {}

    /**
     * The first 16 hexadecimal digits of the SHA-256 of all settings.
     *
     * @param type the kind of recipe
     * @param version of the growing code; it changes whenever the same settings would give other bytes
     * @param settings a record, or other plain data, that JSON can hold
     */
    public static String of(String type, int version, Object settings) {
        return Digests.ofJson(Map.of("type", type, "version", version, "settings", settings))
                .substring(0, DIGITS);
    }
}
