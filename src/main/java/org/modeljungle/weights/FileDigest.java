package org.modeljungle.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.modeljungle.Check;
import org.modeljungle.Digests;
import org.modeljungle.Progress;

/** The SHA-256 of files, for what names other files and wants to find them as they were. */
public final class FileDigest {

    private FileDigest() {}

    /** The digest of a file, 64 hexadecimal digits. @throws UncheckedIOException if it cannot be read */
    public static String of(Path file) {
        MessageDigest digest = Digests.sha256();
        byte[] chunk = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                Progress.checkInterrupt("hashing " + file);
                digest.update(chunk, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
        return HexFormat.of().formatHex(digest.digest());
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
