package org.modeljungle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.function.UnaryOperator;

/** The versions of the library and of what it is built on. */
public final class Version {

    private Version() {}

    /** This library's, such as {@code 0.1.0}. */
    public static String current() {
        return of("modeljungle");
    }

    /**
     * PyTorch's: that of the library's own engine, or of the one that DJL's variables {@code PYTORCH_LIBRARY_PATH},
     * {@code PYTORCH_VERSION} and {@code PYTORCH_FLAVOR} name instead: {@code 2.7.1 cu128}.
     */
    static String pytorch(UnaryOperator<String> environment) {
        String own = of("pytorch");
        if (environment.apply("PYTORCH_LIBRARY_PATH") == null) {
            return own;
        }
        String version = Objects.requireNonNullElse(environment.apply("PYTORCH_VERSION"), own);
        String flavor = Objects.requireNonNullElse(environment.apply("PYTORCH_FLAVOR"), "");
        return (version + " " + flavor).strip();
    }

    /** The version of {@code modeljungle}, {@code djl} or {@code pytorch}. */
    static String of(String library) {
        Properties own = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("versions.properties")) {
            own.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return own.getProperty(library);
    }
}
