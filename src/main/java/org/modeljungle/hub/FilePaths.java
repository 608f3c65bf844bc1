package org.modeljungle.hub;

import java.nio.file.Path;
import org.modeljungle.Check;

/** Paths of files in a repository: a hub's word for them may not lead out of a folder. */
final class FilePaths {

    private static final int LONGEST = 1000; // characters

    private FilePaths() {}

    /** @throws IllegalArgumentException unless it is a relative path with slashes, below the repository's root */
    static String check(String where, String path) {
        Check.that(
                isPlain(path),
                "%s: expected the path of a file, such as folder/model.safetensors, found '%s'",
                where,
                Check.excerpt(path));
        return path;
    }

    private static boolean isPlain(String path) {
        if (path.length() > LONGEST || path.contains("\\") || path.matches("[A-Za-z]:.*")) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            if (part.isBlank()
                    || part.equals(".")
                    || part.equals("..")
                    || part.chars().anyMatch(Character::isISOControl)) {
                return false;
            }
        }
        return true;
    }

    /** Below a folder. */
    static Path below(Path folder, String path) {
        Path below = folder;
        for (String part : path.split("/", -1)) {
            below = below.resolve(part);
        }
        return below;
    }

    /** Of a file in the same folder of the repository. */
    static String beside(String path, String name) {
        return path.substring(0, path.lastIndexOf('/') + 1) + name;
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
