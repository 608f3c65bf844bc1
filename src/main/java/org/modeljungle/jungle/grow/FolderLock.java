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
        FileChannel channel = null;
        boolean locked = false;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = locks(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(kind + " " + folder + ": cannot be locked", e);
        } finally {
            if (channel != null && !locked) {
                close(channel);
            }
        }
        if (!locked) {
            throw new IllegalStateException(kind + " " + folder + ": expected to grow it alone, found another run that"
                    + " is growing it; nothing was changed: wait for that run or stop it, then try again");
        }
        return channel;
    }

    private static boolean locks(FileChannel channel) throws IOException {
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
