package org.modeljungle.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.modeljungle.ExclusiveFile;

/** One thread of one process at a time fetches a blob; the others wait, and find it there. */
final class BlobLock {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private BlobLock() {}

    /** Does something while nobody else holds the lock; the operating system frees that of a killed process. */
    static void holding(Path file, Watch watch, Runnable work) {
        try {
            Files.createDirectories(file.getParent());
            Optional<ExclusiveFile> lock = ExclusiveFile.tryOpen(file);
            while (lock.isEmpty()) {
                watch.pause(PAUSE);
                lock = ExclusiveFile.tryOpen(file);
            }
            try {
                work.run();
            } finally {
                lock.get().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be locked", e);
        }
    }
}
