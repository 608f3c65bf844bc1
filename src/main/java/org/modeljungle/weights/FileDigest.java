package org.modeljungle.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Digests;

/** The SHA-256 of files, for what names other files and wants to find them as they were. */
public final class FileDigest {

    private FileDigest() {}

    /**
     * The digest of a file, 64 hexadecimal digits.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static String of(Path file) {
        return Digests.ofFiles(List.of(file));
    }

    /**
     * Throws unless a file is as it was.
     *
     * @param owner the file that names it
     * @throws IllegalArgumentException if it is missing or has another digest
     */
    public static void check(Path owner, Path file, String digest) {
        Check.that(
                Files.isRegularFile(file),
                "%s: expected '%s' beside it, found none; save the whole again",
                owner,
                file.getFileName());
        String found = of(file);
        Check.that(
                found.equals(digest),
                "%s: expected '%s' of SHA-256 %s, found %s; it is damaged or of another saving",
                owner,
                file.getFileName(),
                digest,
                found);
    }
}
