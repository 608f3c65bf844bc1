package org.modeljungle.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.modeljungle.Caches;
import org.modeljungle.Check;

/** Finds the packaged MiniLM, without Python: in a folder that is named, in the user's cache, or as a Python package. */
final class MiniLmFiles {

    private static final String FOLDER = "MODELJUNGLE_MINILM";
    private static final String VENV = "MODELJUNGLE_VENV"; // the kernelspec says where Python's packages are
    private static final String NAME = "all-minilm-l6-v2";
    private static final String ZIP = "site-packages/all_minilm_l6_v2/model.zip";

    private MiniLmFiles() {}

    /** Its folder; unpacks it into the user's cache folder where it is there as a package only. */
    static Path folder(UnaryOperator<String> environment) {
        Path unpacked = Caches.folder().resolve("encoders").resolve(NAME);
        return folder(environment.apply(FOLDER), unpacked, environments(environment));
    }

    /**
     * As the other form.
     *
     * @param named the folder, or nothing
     * @param unpacked where it is unpacked
     * @param environments Python environments to look into
     */
    static Path folder(String named, Path unpacked, List<Path> environments) {
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        if (Files.isDirectory(unpacked)) {
            return unpacked;
        }
        Optional<Path> zip =
                environments.stream().flatMap(venv -> zips(venv).stream()).findFirst();
        Check.that(
                zip.isPresent(),
                "MiniLM: expected it in %s, or as a package in one of the Python environments %s, found neither; run"
                        + " environment/lab --setup in the repository, which installs it, or set %s to a folder with its"
                        + " config.json, model.safetensors and tokenizer.json",
                unpacked,
                environments,
                FOLDER);
        Unpacking.unpack(zip.get(), unpacked);
        return unpacked;
    }

    /** The environment of the kernel, and the one that {@code environment/lab} makes beside the library. */
    private static List<Path> environments(UnaryOperator<String> environment) {
        List<Path> all = new ArrayList<>();
        String kernels = environment.apply(VENV);
        if (kernels != null && !kernels.isBlank()) {
            all.add(Path.of(kernels));
        }
        library()
                .map(built -> built.resolveSibling(".lab").resolve("venv"))
                .filter(venv -> !all.contains(venv))
                .ifPresent(all::add);
        return all;
    }

    /** The repository's folder {@code target} where this library was built into it. */
    private static Optional<Path> library() {
        try {
            Path place = Path.of(MiniLmFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Optional.ofNullable(place.getParent()).filter(folder -> folder.endsWith("target"));
        } catch (URISyntaxException | RuntimeException e) {
            return Optional.empty(); // a class loader that says no place, or one that is no file
        }
    }

    private static List<Path> zips(Path venv) {
        List<Path> zips = new ArrayList<>(List.of(venv.resolve("Lib").resolve(ZIP))); // on Windows
        Path lib = venv.resolve("lib");
        if (Files.isDirectory(lib)) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(lib, "python3*")) {
                versions.forEach(version -> zips.add(version.resolve(ZIP)));
            } catch (IOException e) {
                throw new UncheckedIOException(lib + ": cannot be listed", e);
            }
        }
        return zips.stream().filter(Files::isRegularFile).toList();
    }
}
