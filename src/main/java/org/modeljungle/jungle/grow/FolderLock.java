package org.modeljungle.jungle.grow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

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
        FileChannel channel = take(folder, kind);
        try {
            return work.get();
        } finally {
            close(channel);
        }
    }

    private static FileChannel take(Path folder, String kind) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new IllegalStateException(kind + " " + folder + ": expected to grow it alone, found another run"
                        + " that is growing it; nothing was changed: wait for that run or stop it, then try again");
            }
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(kind + " " + folder + ": cannot be locked", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
