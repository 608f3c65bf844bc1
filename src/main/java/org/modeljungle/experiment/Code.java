package org.modeljungle.experiment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.Digests;

/**
 * Tells whether code was edited. A class of the caller's is identified by its class file and by those of the caller's
 * other classes that it uses; the library's own classes, which have versions, do not count, nor do other jars.
 */
public final class Code {

    private static final String CELL = "REPL\\.\\$JShell\\$\\d+[A-Z]*"; // the class that holds a cell's declarations
    private static final AtomicReference<Function<Class<?>, Optional<byte[]>>> NOTEBOOK =
            new AtomicReference<>(type -> Optional.empty());

    private Code() {}

    /**
     * Tells where the class files of a notebook's cells are, for kernels whose class loaders do not give them away.
     *
     * @param reader from a class to its file; empty where there is none
     */
    public static void ofNotebook(Function<Class<?>, Optional<byte[]>> reader) {
        NOTEBOOK.set(reader);
    }

    /** Whether the class belongs to this library. */
    static boolean isLibrary(Class<?> type) {
        return type.getName().startsWith("org.modeljungle.") && place(type).equals(place(Code.class));
    }

    /**
     * The digest of a class and of the others that its code uses.
     *
     * @throws IllegalArgumentException if its code cannot be known
     */
    static String digest(Class<?> type) {
        Check.that(
                !type.isHidden(),
                "code of '%s': expected a class with a name, found a lambda, of which nothing can be known; make it a"
                        + " record",
                type.getName());
        Check.that(
                bytes(type).isPresent(),
                "code of '%s': expected its class file, found none in %s; let its version() say a text, and change"
                        + " that with"
                        + " each edit that changes an outcome",
                PlainSettings.nameOf(type),
                type.getClassLoader());
        Map<String, String> texts = new TreeMap<>();
        Deque<Class<?>> open = new ArrayDeque<>(Set.of(type));
        while (!open.isEmpty()) {
            Class<?> next = open.pop();
            bytes(next).ifPresent(bytes -> {
                ClassFile file = ClassFile.of(bytes);
                texts.put(next.getName(), file.text());
                checkVariables(type, next, file);
                file.classes().stream()
                        .filter(name -> !texts.containsKey(name))
                        .flatMap(name -> found(name, next).stream())
                        .filter(used -> isOwn(used, type))
                        .forEach(open::push);
            });
        }
        return Digests.ofJson(texts.values().stream().sorted().toList());
    }

    /** As {@link #digest}; none if its code cannot be known. */
    static Optional<String> find(Class<?> type) {
        try {
            return Optional.of(digest(type));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A variable of the notebook can hold anything. */
    private static void checkVariables(Class<?> asked, Class<?> user, ClassFile file) {
        file.fields()
                .forEach((owner, fields) -> Check.that(
                        !owner.matches(CELL) || owner.equals(user.getName()),
                        "code of '%s': expected code that names all it depends on, found that it reads the notebook's"
                                + " variable %s;"
                                + " make it a part of the record, or let version() say what it depends on",
                        PlainSettings.nameOf(asked),
                        fields));
    }

    /** Whether a class is the caller's own: from a cell, a folder, or the jar that {@code type} is in. */
    private static boolean isOwn(Class<?> used, Class<?> type) {
        if (isLibrary(used) || used.getClassLoader() == null) {
            return false;
        }
        String place = place(used);
        return !place.startsWith("jrt:") && (!place.endsWith(".jar") || place.equals(place(type)));
    }

    private static String place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL url = source == null ? null : source.getLocation();
        return url == null ? "" : url.toString();
    }

    private static Optional<Class<?>> found(String name, Class<?> by) {
        try {
            return Optional.of(Class.forName(name, false, by.getClassLoader()));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty(); // a primitive array's letter, or what this program never needs
        }
    }

    private static Optional<byte[]> bytes(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        if (loader == null) {
            return Optional.empty();
        }
        try (InputStream in = loader.getResourceAsStream(type.getName().replace('.', '/') + ".class")) {
            return in == null ? NOTEBOOK.get().apply(type) : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(type.getName() + ": its class file cannot be read", e);
        }
    }
}
