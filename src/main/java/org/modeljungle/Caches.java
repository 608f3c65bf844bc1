package org.modeljungle;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The user's cache folder, where jungles and encoders are grown once and found again. */
public final class Caches {

    private static final String VARIABLE = "MODELJUNGLE_CACHE";

    private Caches() {}

    /**
     * {@code MODELJUNGLE_CACHE} where it is set, else {@code modeljungle} in the platform's own cache folder; not made
     * here.
     */
    public static Path folder() {
        return folder(System::getenv, Path.of(System.getProperty("user.home")), System.getProperty("os.name"));
    }

    static Path folder(UnaryOperator<String> environment, Path home, String system) {
        String wish = environment.apply(VARIABLE);
        if (wish != null && !wish.isBlank()) {
            return Path.of(wish);
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return home.resolve("Library").resolve("Caches").resolve("modeljungle");
        }
        if (name.contains("win")) {
            return under(
                    environment.apply("LOCALAPPDATA"), home.resolve("AppData").resolve("Local"));
        }
        return under(environment.apply("XDG_CACHE_HOME"), home.resolve(".cache"));
    }

    private static Path under(String wish, Path otherwise) {
        Path base = wish == null || wish.isBlank() ? otherwise : Path.of(wish);
        return base.resolve("modeljungle");
    }
}
