package org.modeljungle.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.modeljungle.Digests;

/** One model of a {@link LocalHub}: the files of a folder, as one commit. */
final class LocalRepo {

    private static final List<String> SMALL = List.of(".json", ".md", ".txt"); // Git keeps them itself

    /**
     * A file.
     *
     * @param file where it is
     * @param size in bytes
     */
    record Entry(Path file, long size) {}

    private final Map<String, Entry> files = new TreeMap<>();
    private final Map<String, String> tags = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private String commit = ""; // empty until asked for

    LocalRepo(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                files.put(path, new Entry(file, Files.size(file)));
            }
        }
    }

    /** By their paths in the repository. */
    Map<String, Entry> files() {
        return Collections.unmodifiableMap(files);
    }

    /** Counts a request. */
    LocalRepo asked() {
        requests.incrementAndGet();
        return this;
    }

    void forgetTraffic() {
        requests.set(0);
        sent.set(0);
    }

    /** How often it was asked for. */
    AtomicLong requests() {
        return requests;
    }

    /** How many bytes of its files were sent. */
    AtomicLong sent() {
        return sent;
    }

    long bytes() {
        return files.values().stream().mapToLong(Entry::size).sum();
    }

    /** Whether a file is kept beside Git, and sent from another place. */
    static boolean isLarge(String path) {
        return SMALL.stream().noneMatch(path::endsWith);
    }

    /** What the hub names a file by: the SHA-256 of a large one, Git's SHA-1 of another. */
    String tag(String path) {
        return tags.computeIfAbsent(path, key -> {
            Path file = files.get(key).file();
            return isLarge(key) ? Digests.ofFiles(List.of(file)) : gitTag(file);
        });
    }

    private static String gitTag(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            return sha1(("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /** The only one; of other contents it is another. */
    synchronized String commit() {
        if (commit.isEmpty()) {
            StringBuilder all = new StringBuilder();
            files.keySet()
                    .forEach(path ->
                            all.append(path).append(' ').append(tag(path)).append('\n'));
            commit = sha1(all.toString().getBytes(StandardCharsets.UTF_8));
        }
        return commit;
    }

    /** Whether a revision is its own. */
    boolean has(String revision) {
        return revision.equals(HubId.MAIN) || revision.equals(commit());
    }

    private static String sha1(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
