package org.modeljungle.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** One repository of a {@link FakeHub}: its commits, the latest of which is main. */
final class FakeRepo {

    final Map<String, Map<String, byte[]>> commits = new LinkedHashMap<>();
    final Map<String, String> revisions = new TreeMap<>();
    boolean gated;
    boolean hidden;
    String movedTo = "";

    /** Adds a commit in which these files are all there are, as main and as other names. */
    FakeRepo commit(Map<String, byte[]> files, String... names) {
        String commit = hex("SHA-1", String.join("|", files.keySet()).getBytes(StandardCharsets.UTF_8), joined(files));
        commits.put(commit, new TreeMap<>(files));
        revisions.put("main", commit);
        for (String name : names) {
            revisions.put(name, commit);
        }
        return this;
    }

    /** The commit of a name, or a commit itself; null for none. */
    String resolved(String revision) {
        return commits.containsKey(revision) ? revision : revisions.get(revision);
    }

    private static byte[] joined(Map<String, byte[]> files) {
        StringBuilder all = new StringBuilder();
        files.values().forEach(bytes -> all.append(hex("SHA-1", bytes)));
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    static boolean isLarge(String path) {
        return path.endsWith(".safetensors") || path.endsWith(".bin");
    }

    /** What a hub names a file by: the SHA-256 of a large one, Git's SHA-1 of another. */
    static String etag(String path, byte[] bytes) {
        return isLarge(path)
                ? hex("SHA-256", bytes)
                : hex("SHA-1", ("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8), bytes);
    }

    static String hex(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
