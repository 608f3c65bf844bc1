package org.modeljungle.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The variables and the folders in which the hub's users say how they use it; Python's library reads the same. */
final class HubEnvironment {

    static final String PUBLIC = "https://huggingface.co";

    private static final Set<String> YES = Set.of("1", "on", "yes", "true");

    private final UnaryOperator<String> variables;
    private final Path home; // of the user

    HubEnvironment(UnaryOperator<String> variables, Path home) {
        this.variables = variables;
        this.home = home;
    }

    static HubEnvironment ofProcess() {
        return new HubEnvironment(System::getenv, Path.of(System.getProperty("user.home")));
    }

    String endpoint() {
        return variable("HF_ENDPOINT").orElse(PUBLIC);
    }

    /** From {@code HF_TOKEN}, or the file that a log-in has written. */
    Optional<String> token() {
        Path file = variable("HF_TOKEN_PATH").map(this::path).orElse(hfHome().resolve("token"));
        return variable("HF_TOKEN").or(() -> content(file));
    }

    Path cache() {
        return variable("HF_HUB_CACHE").map(this::path).orElse(hfHome().resolve("hub"));
    }

    boolean offline() {
        return variable("HF_HUB_OFFLINE")
                .filter(text -> YES.contains(text.toLowerCase(Locale.ROOT)))
                .isPresent();
    }

    private Path hfHome() {
        return variable("HF_HOME")
                .map(this::path)
                .orElseGet(() -> variable("XDG_CACHE_HOME")
                        .map(this::path)
                        .orElse(home.resolve(".cache"))
                        .resolve("huggingface"));
    }

    private Path path(String text) {
        return text.equals("~") || text.startsWith("~/")
                ? home.resolve(text.substring(1).replaceFirst("^/", ""))
                : Path.of(text);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(variables.apply(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static Optional<String> content(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
