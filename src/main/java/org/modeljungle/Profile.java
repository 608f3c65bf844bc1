package org.modeljungle;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** How much a notebook computes. */
public enum Profile {
    /** A few minutes on two cores: what continuous integration runs. */
    QUICK,
    /** Under twenty minutes on two cores: what the committed outputs show. */
    STANDARD,
    /** For a GPU. */
    FULL;

    private static final String VARIABLE = "MODELJUNGLE_PROFILE";

    /** The profile that the environment variable {@code MODELJUNGLE_PROFILE} names; standard where it is not set. */
    public static Profile current() {
        return parse(System.getenv(VARIABLE));
    }

    static Profile parse(String name) {
        if (name == null || name.isBlank()) {
            return STANDARD;
        }
        return Arrays.stream(values())
                .filter(profile -> profile.toString().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        VARIABLE + ": expected one of " + Arrays.toString(values()) + ", found '" + name + "'"));
    }

    /** The name as {@code MODELJUNGLE_PROFILE} and the files of results have it: {@code quick}. */
    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
