package org.modeljungle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The versions of the library and of what it is built on. */
public final class Version {

    private Version() {}

    /** This library's, such as {@code 0.1.0}. */
    public static String current() {
        return of("modeljungle");
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
