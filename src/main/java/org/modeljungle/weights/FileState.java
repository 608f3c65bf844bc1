package org.modeljungle.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * Which file was mapped, and how it was then. A file that is cut while it is mapped takes its bytes away, one that is
 * overwritten gives bytes of the other: neither may be taken for weights.
 */
record FileState(Path path, Object key, long size, long modified) {

    static FileState of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileState(
                path,
                attributes.fileKey(),
                attributes.size(),
                attributes.lastModifiedTime().toMillis());
    }

    /**
     * Throws unless the file is as it was.
     *
     * @throws WeightFileException if it was changed, replaced or removed
     */
    void check() {
        FileState now;
        try {
            now = of(path);
        } catch (IOException e) {
            throw changed("it is gone");
        }
        if (!Objects.equals(key, now.key)) {
            throw changed("another file is in its place");
        }
        if (size != now.size || modified != now.modified) {
            throw changed("it has " + now.size + " bytes and was written since, " + size + " bytes before");
        }
    }

    WeightFileException changed(String found) {
        return new WeightFileException(path + ": expected the file as it was when it was opened, found that " + found
                + "; open it again, and write new files beside old ones");
    }
}
