package org.modeljungle.jungle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One run at a time grows a jungle; the operating system frees the lock of a run that was killed. */
final class JungleLock implements AutoCloseable {

    private final FileChannel channel;

    private JungleLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IllegalStateException if another run, in this process or another one, grows the same jungle */
    static JungleLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new IllegalStateException("jungle " + folder + ": expected to grow it alone, found another run"
                        + " that is growing it; nothing was changed: wait for that run or stop it, then try again");
            }
            return new JungleLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("jungle " + folder + ": cannot be locked", e);
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

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
