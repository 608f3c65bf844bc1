package org.modeljungle.jungle.grow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.modeljungle.ExclusiveFile;

/** One run at a time grows a folder; the operating system frees the lock of a run that was killed. */
final class FolderLock {

    private FolderLock() {}

    /**
     * Does something while no other run may.
     *
     * @param kind what the folder holds, for the message
     * @throws IllegalStateException if another run, in this process or another one, holds the lock
     */
    static <T> T holding(Path folder, String kind, Supplier<T> work) {
        try {
            Files.createDirectories(folder);
            ExclusiveFile lock = ExclusiveFile.tryOpen(folder.resolve(".lock"))
                    .orElseThrow(() -> new IllegalStateException(
                            kind + " " + folder + ": expected to grow it alone, found another run that is growing it;"
                                    + " nothing was changed: wait for that run or stop it, then try again"));
            try {
                return work.get();
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(kind + " " + folder + ": cannot be locked", e);
        }
    }
}
