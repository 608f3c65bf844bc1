package org.modeljungle.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Progress;

/**
 * The files of a folder with a folder for each class, in order.
 *
 * @param folder the folder
 * @param files relative to the folder, with slashes
 * @param labels the class of each file
 */
record FolderListing(Path folder, List<String> files, Labels labels) {

    static FolderListing of(Path folder) {
        Check.that(Files.isDirectory(folder), "%s: expected a folder with a folder for each class, found none", folder);
        List<String> classes = names(folder);
        Check.that(
                !classes.isEmpty(),
                "%s: expected a folder for each class, found an empty folder; put pictures into FOLDER/CLASS/",
                folder);
        List<String> files = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int k = 0; k < classes.size(); k++) {
            for (String name : pictures(folder.resolve(classes.get(k)))) {
                files.add(classes.get(k) + "/" + name);
                labels.add(k);
            }
        }
        int[] values = labels.stream().mapToInt(Integer::intValue).toArray(); // [files]
        return new FolderListing(folder, List.copyOf(files), new Labels(classes, values));
    }

    List<String> classes() {
        return labels.classes();
    }

    /** Reads all files. */
    FileHashes hash() {
        FileHashes hashes = new FileHashes();
        try (Progress progress = Progress.of("reading files", files.size())) {
            for (String file : files) {
                hashes.read(folder, file);
                progress.step();
            }
        }
        return hashes;
    }

    private static List<String> pictures(Path folder) {
        Check.that(
                Files.isDirectory(folder),
                "%s: expected a folder of pictures of one class, found a file; move it away, or into its class's folder",
                folder);
        List<String> names = names(folder);
        Check.that(
                !names.isEmpty(),
                "%s: expected pictures of one class, found none; add some or remove the folder",
                folder);
        for (String name : names) {
            Check.that(
                    Files.isRegularFile(folder.resolve(name)),
                    "%s: expected a picture, found a folder; move its pictures into %s or elsewhere",
                    folder.resolve(name),
                    folder);
        }
        return names;
    }

    /** What is in a folder and has no dot in front. */
    private static List<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }
}
