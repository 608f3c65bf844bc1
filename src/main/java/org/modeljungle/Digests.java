package org.modeljungle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Message digests: SHA-256, which every Java platform has. */
public final class Digests {

    /** Canonical: properties and keys are sorted, so that one content has one text. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final int CHUNK = 1 << 16; // bytes

    private Digests() {}

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The SHA-256 of plain data (records, maps, lists, numbers, texts) as canonical JSON, whatever the order of its
     * keys.
     *
     * @return 64 hexadecimal digits
     * @throws IllegalArgumentException if it is no plain data
     */
    public static String ofJson(Object data) {
        try {
            return HexFormat.of().formatHex(sha256().digest(JSON.writeValueAsBytes(data)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "digest: expected plain data (records, maps, lists, numbers, texts), found " + JsonProblem.of(e),
                    e);
        }
    }

    /**
     * The SHA-256 of files' bytes, one file after the other.
     *
     * @return 64 hexadecimal digits
     * @throws UncheckedIOException if a file cannot be read
     */
    public static String ofFiles(List<Path> files) {
        MessageDigest digest = sha256();
        for (Path file : files) {
            add(file, digest);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Java reads files on through an interrupt: it is asked for here. */
    private static void add(Path file, MessageDigest digest) {
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                Progress.checkInterrupt("hashing " + file);
                digest.update(chunk, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
