package org.modeljungle;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A file that one thread of one process has open for itself; the operating system lets go of that of a killed process.
 *
 * <p>A file's locks belong to the process, and closing any channel on the file frees them all: whoever else asks for it
 * in this process opens none.
 */
public final class ExclusiveFile implements AutoCloseable {

    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet(); // in this process

    private final Path real;
    private final FileChannel channel;

    private ExclusiveFile(Path real, FileChannel channel) {
        this.real = real;
        this.channel = channel;
    }

    /**
     * Opens a file in a folder that is there, and makes it where it is missing.
     *
     * @return empty if somebody else has it open
     */
    public static Optional<ExclusiveFile> tryOpen(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path real = whole.getParent().toRealPath().resolve(whole.getFileName());
        if (!OPEN.add(real)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(real, CREATE, READ, WRITE);
            locked = locks(channel);
            return locked ? Optional.of(new ExclusiveFile(real, channel)) : Optional.empty();
        } finally {
            if (!locked) {
                close(channel, real);
            }
        }
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) { // somebody in this process opened it in another way
            return false;
        }
    }

    /**
     * Does something while nobody else has the file open. The folder is made when missing; the file stays.
     *
     * @param refusal what is said where somebody else has it open
     * @throws IllegalStateException if somebody else, in this process or another one, has it open
     */
    public static <T> T holding(Path file, String refusal, Supplier<T> work) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ExclusiveFile lock = tryOpen(file).orElseThrow(() -> new IllegalStateException(refusal));
            try {
                return work.get();
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be locked", e);
        }
    }

    /** To read and write it. */
    public FileChannel channel() {
        return channel;
    }

    /** Lets go of it. */
    @Override
    public void close() throws IOException {
        close(channel, real);
    }

    @Override
    public String toString() {
        return real + ", open for one alone";
    }

    private static void close(FileChannel channel, Path real) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            OPEN.remove(real);
        }
    }
}
