package org.modeljungle.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.modeljungle.Digests;

/** Compares bytes that arrived with what the hub says of the file. */
final class FileCheck {

    private static final int CHUNK = 1 << 16; // bytes

    private FileCheck() {}

    /** What is wrong with a file, as "expected ..., found ..."; empty where nothing is. */
    static Optional<String> wrong(Path file, HubFile expected, Watch watch) {
        if (!RepoFolder.holds(file, expected.size())) {
            return Optional.of("expected " + expected.size() + " bytes, found others");
        }
        if (!expected.hasDigest()) {
            return Optional.empty();
        }
        boolean large = expected.sha256().isPresent();
        MessageDigest digest = large ? Digests.sha256() : git(expected.size());
        String found = of(file, digest, watch);
        return found.equals(expected.etag())
                ? Optional.empty()
                : Optional.of("expected bytes of " + (large ? "SHA-256 " : "Git's SHA-1 ") + expected.etag()
                        + ", found " + found);
    }

    /** Git hashes a short head before a file's bytes. */
    private static MessageDigest git(long size) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private static String of(Path file, MessageDigest digest, Watch watch) {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                watch.check();
                digest.update(chunk, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
