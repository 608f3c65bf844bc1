package org.modeljungle;

import java.nio.file.Path;
import java.util.Locale;

/** The user's cache folder, where jungles and encoders are grown once and found again. */
public final class Caches {

    private static final String VARIABLE = "MODELJUNGLE_CACHE";

    private Caches() {}

    /**
     * {@code MODELJUNGLE_CACHE} where it is set, else {@code modeljungle} in the platform's own cache folder; not made
     * here.
     */
    public static Path folder() {
        String wish = System.getenv(VARIABLE);
        if (wish != null && !wish.isBlank()) {
            return Path.of(wish);
        }
        Path home = Path.of(System.getProperty("user.home"));
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return home.resolve("Library").resolve("Caches").resolve("modeljungle");
        }
        if (system.contains("win")) {
            return under(System.getenv("LOCALAPPDATA"), home.resolve("AppData").resolve("Local"));
        }
        return under(System.getenv("XDG_CACHE_HOME"), home.resolve(".cache"));
    }

    private static Path under(String wish, Path otherwise) {
        Path base = wish == null || wish.isBlank() ? otherwise : Path.of(wish);
        return base.resolve("modeljungle");
    }
}
