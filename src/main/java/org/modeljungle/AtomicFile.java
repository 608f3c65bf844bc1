package org.modeljungle;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes files whole or not at all: they are written under a temporary name in the same folder, forced to the disk,
 * then renamed in one step. A process that is killed half-way leaves at most a hidden {@code .NAME.*.tmp} behind;
 * {@link #sweep} deletes those.
 *
 * <p>A thread that was interrupted (a notebook's stop button) still writes its file to the end, so that a stopped job
 * can save what it has.
 */
public final class AtomicFile {

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to {@code out}; need not close it. */
        void writeTo(OutputStream out) throws IOException;
    }

    private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.tmp");

    private static final int LONGEST = 40; // characters of a file's name in that of its temporary file

    private AtomicFile() {}

    /**
     * Writes a file; makes its folder when missing, replaces an existing file.
     *
     * @throws UncheckedIOException if it cannot be written; nothing is then found under its name that was not there
     *     before
     */
    public static void write(Path file, Content content) {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling(temporary(String.valueOf(target.getFileName())));
        try {
            Files.createDirectories(target.getParent());
            try {
                writeThrough(temporary, content);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    /**
     * Deletes what killed processes left behind in a folder and those below it; only for a folder that no other process
     * writes to.
     */
    public static void sweep(Path folder) {
        try (Stream<Path> files = Files.walk(folder.toRealPath())) { // the folder itself may be a link
            for (Path file : files.filter(AtomicFile::isTemporary).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be swept of temporary files", e);
        }
    }

    /**
     * Deletes what killed processes left behind in a folder that others may write to: what nobody has written to for
     * this long. Folders below it are not looked into.
     */
    public static void sweep(Path folder, Duration age) {
        Instant limit = Instant.now().minus(age);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(AtomicFile::isTemporary).toList()) {
                if (isOlder(file, limit)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be swept of temporary files", e);
        }
    }

    private static boolean isOlder(Path file, Instant limit) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (NoSuchFileException e) { // it has its name by now
            return false;
        }
    }

    /** A hidden name, with the start of the file's own, which may be as long as names can be. */
    private static String temporary(String name) {
        int end = name.offsetByCodePoints(0, Math.min(LONGEST, name.codePointCount(0, name.length())));
        return "." + name.substring(0, end) + "." + UUID.randomUUID() + ".tmp";
    }

    /** Whether it is a file that somebody writes at this moment, or was killed while writing. */
    public static boolean isTemporary(Path file) {
        return TEMPORARY.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file);
    }

    private static void writeThrough(Path temporary, Content content) throws IOException {
        try (FileOutputStream file = new FileOutputStream(temporary.toFile())) { // unlike a channel, not interruptible
            BufferedOutputStream out = new BufferedOutputStream(file, 1 << 16);
            content.writeTo(out);
            out.flush();
            file.getFD().sync();
        }
    }
}
