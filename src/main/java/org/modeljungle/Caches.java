package org.modeljungle;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The user's cache folder, where jungles and encoders are kept. */
public final class Caches {

    private static final String VARIABLE = "MODELJUNGLE_CACHE";
    private static final String HOME = "the home folder";

    private Caches() {}

    /**
     * {@code MODELJUNGLE_CACHE} where it is set, {@code ~/} standing for the home folder, else {@code modeljungle} in
     * the platform's own cache folder; not made here.
     *
     * @throws IllegalArgumentException if its name has characters that file names of this locale cannot have
     */
    public static Path folder() {
        return folder(System::getenv, System.getProperty("user.home"), System.getProperty("os.name"));
    }

    static Path folder(UnaryOperator<String> environment, String home, String system) {
        String wish = environment.apply(VARIABLE);
        if (wish != null && !wish.isBlank()) {
            return wish.startsWith("~/") // where no shell has read it, as in a kernel's own settings
                    ? path(VARIABLE, home + wish.substring(1))
                    : path(VARIABLE, wish);
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return path(HOME, home).resolve("Library").resolve("Caches").resolve("modeljungle");
        }
        if (name.contains("win")) {
            return under(
                    "LOCALAPPDATA",
                    environment,
                    () -> path(HOME, home).resolve("AppData").resolve("Local"));
        }
        return under("XDG_CACHE_HOME", environment, () -> path(HOME, home).resolve(".cache"));
    }

    private static Path under(String variable, UnaryOperator<String> environment, Supplier<Path> otherwise) {
        String wish = environment.apply(variable);
        Path base = wish == null || wish.isBlank() ? otherwise.get() : path(variable, wish);
        return base.resolve("modeljungle");
    }

    /** A folder by its name, which not every locale can encode. */
    private static Path path(String variable, String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    variable + ": expected a folder for the cache, found '" + name + "', which Java cannot open here ("
                            + e.getReason() + "; file names are in " + System.getProperty("sun.jnu.encoding")
                            + "); start Java in a locale of UTF-8, such as LC_ALL=C.UTF-8, or set " + VARIABLE
                            + " to a folder whose name this locale can encode",
                    e);
        }
    }
}
