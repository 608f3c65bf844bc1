package org.modeljungle.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * How large a file is and when it was last written: what tells a changed file from the same one without reading it.
 *
 * @param bytes its size; of several files, of all together
 * @param modified milliseconds since 1970 began; of several files, of the one that was written last
 */
public record FileStamp(long bytes, long modified) {

    /**
     * Of one file as it is now.
     *
     * @throws UncheckedIOException if there is none
     */
    public static FileStamp of(Path file) {
        try {
            return of(List.of(FileState.of(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    static FileStamp of(List<FileState> states) {
        return new FileStamp(
                states.stream().mapToLong(FileState::size).sum(),
                states.stream().mapToLong(FileState::modified).max().orElse(0));
    }

    /** Of all files of both. */
    public FileStamp and(FileStamp other) {
        return new FileStamp(bytes + other.bytes, Math.max(modified, other.modified));
    }
}
