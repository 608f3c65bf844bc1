package org.modeljungle.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.modeljungle.Progress;

/**
 * What one kind of thing takes of the cache folder: jungles, zoos, trials and so on, each in a folder of its own.
 *
 * @param kind the folder's name
 * @param files the number of files in it
 * @param bytes their sizes together
 */
public record CacheUse(String kind, long files, long bytes) {

    /**
     * The kinds that a cache folder holds, the largest first; none where it does not exist.
     *
     * @throws UncheckedIOException if the folder cannot be listed
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static List<CacheUse> of(Path cache) {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        List<CacheUse> all = new ArrayList<>();
        try (Stream<Path> kinds = Files.list(cache)) {
            for (Path kind : kinds.toList()) {
                all.add(measure(kind));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the cache folder " + cache, e);
        }
        all.sort(Comparator.comparingLong(CacheUse::bytes).reversed().thenComparing(CacheUse::kind));
        return List.copyOf(all);
    }

    private static CacheUse measure(Path kind) throws IOException {
        long[] sum = new long[2]; // files, bytes
        Path start = Files.isDirectory(kind) ? kind.toRealPath() : kind; // a kind may be a link to a larger disk
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Progress.checkInterrupt("measuring the cache folder");
                sum[0]++;
                sum[1] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // another process has just removed or renamed it
            }
        });
        return new CacheUse(String.valueOf(kind.getFileName()), sum[0], sum[1]);
    }
}
