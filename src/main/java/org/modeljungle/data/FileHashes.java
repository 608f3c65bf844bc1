package org.modeljungle.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.modeljungle.Check;
import org.modeljungle.Digests;
import org.modeljungle.Progress;

/** Reads whole files and keeps the SHA-256 of each, and so of all that were read. */
final class FileHashes {

    private static final long LARGEST = 1L << 28; // bytes; CIFAR-100's largest file has 154 million

    private final Map<String, String> hashes = new TreeMap<>(); // by name

    /** The bytes of a file, whose hash is kept under its name: relative to the folder, with slashes. */
    byte[] read(Path folder, String name) {
        Progress.checkInterrupt("reading " + folder.resolve(name));
        byte[] bytes = bytes(folder.resolve(name));
        hashes.put(name, hex(bytes));
        return bytes;
    }

    /**
     * The bytes of a file.
     *
     * @throws IllegalArgumentException if it is far too large for a file of pictures
     */
    static byte[] bytes(Path file) {
        try {
            long size = Files.size(file);
            Check.that(
                    size <= LARGEST,
                    "%s: expected a file of pictures of at most %d bytes, found %d bytes; it is damaged or something else:"
                            + " replace or remove it",
                    file,
                    LARGEST,
                    size);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** The SHA-256 of the lines that {@code sha256sum} prints for the files in the order of their names. */
    String sha256() {
        StringBuilder lines = new StringBuilder();
        hashes.forEach(
                (name, hash) -> lines.append(hash).append("  ").append(name).append('\n'));
        return hex(lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(Digests.sha256().digest(bytes));
    }
}
