package org.modeljungle.data;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.modeljungle.Check;

/**
 * Files of pictures, named by what they hold: two are equal when their bytes are, wherever they lie. JSON holds no
 * folder, so that a recipe is the same on every machine.
 *
 * @param folder where they lie; null in what was read from JSON
 * @param sha256 the SHA-256 of what {@code sha256sum} prints for the files, in the order of their names
 * @param classes the names of the classes, in the order of their labels
 */
public record PictureFiles(@JsonIgnore Path folder, String sha256, List<String> classes) {

    public PictureFiles {
        folder = folder == null ? null : folder.toAbsolutePath().normalize();
        classes = List.copyOf(classes);
        Check.that(
                sha256.matches("[0-9a-f]{64}"),
                "picture files: expected a SHA-256 of 64 hexadecimal digits, found '%s'",
                sha256);
        Check.that(
                !classes.isEmpty() && new HashSet<>(classes).size() == classes.size(),
                "picture files: expected classes with different names, found %s",
                classes);
    }

    /**
     * The folder.
     *
     * @throws IllegalArgumentException if it is not known
     */
    Path known() {
        Check.that(
                folder != null,
                "pictures with SHA-256 %s: expected their folder, found none, for a jungle's file names pictures by their"
                        + " content alone; open the jungle with ClassifierJungle.grow and a recipe that says where they are",
                sha256);
        return folder;
    }

    /** Throws unless these bytes were just read. */
    void check(FileHashes read) {
        Check.that(
                sha256.equals(read.sha256()),
                "%s: expected the files that the recipe was made of, SHA-256 %s, found %s; bring them back, or make the"
                        + " recipe anew",
                folder,
                sha256,
                read.sha256());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PictureFiles files && sha256.equals(files.sha256) && classes.equals(files.classes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sha256, classes);
    }
}
