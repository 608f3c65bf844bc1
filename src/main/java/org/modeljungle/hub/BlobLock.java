package org.modeljungle.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** One thread of one process at a time fetches a blob; the others wait, and find it there. */
final class BlobLock {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private BlobLock() {}

    /** Does something while nobody else holds the lock; the operating system frees that of a killed process. */
    static void holding(Path file, Watch watch, Runnable work) {
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                while (!locked(channel)) {
                    watch.pause(PAUSE);
                }
                work.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be locked", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process
        }
    }
}
