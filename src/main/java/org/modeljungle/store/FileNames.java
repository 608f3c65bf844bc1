package org.modeljungle.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.weights.NaturalOrder;
import org.modeljungle.weights.Safetensors;

/** Weight files and what they are called. */
final class FileNames {

    static final String ENDING = ".safetensors";

    private FileNames() {}

    /** The weight files below a folder, by their paths in natural order. */
    static List<Model> in(Path folder) {
        Check.that(
                Files.isDirectory(folder),
                "%s: expected a folder of weight files, found %s; check the path",
                folder,
                Files.exists(folder) ? "a file" : "nothing");
        List<Model> models = new ArrayList<>();
        for (Path file : weights(folder)) {
            if (!Safetensors.isLaterShard(file)) {
                models.add(Model.of(below(folder, file), file));
            }
        }
        Check.that(
                !models.isEmpty(),
                "%s: expected files *%s in it or below it, found none; check the path",
                folder,
                ENDING);
        models.sort((a, b) -> NaturalOrder.NATURAL.compare(a.id(), b.id()));
        return models;
    }

    private static List<Path> weights(Path folder) {
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return files.peek(file -> Progress.checkInterrupt("looking for weight files in " + folder))
                    .filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        } catch (UncheckedIOException e) { // from within the walk
            throw unreadable(folder, e.getCause());
        }
    }

    private static UncheckedIOException unreadable(Path folder, IOException problem) {
        String what = problem instanceof FileSystemLoopException
                ? problem.getMessage() + " is a link that leads back to a folder above it"
                : problem.toString();
        return new UncheckedIOException(
                folder + ": cannot be read: " + what + "; Models.find(folder) takes what can be read", problem);
    }

    /** Files by their names where those differ, else by their paths. */
    static List<Model> named(List<Path> files) {
        List<String> names = files.stream()
                .map(file -> withoutEnding(String.valueOf(file.getFileName())))
                .toList();
        if (new HashSet<>(names).size() < names.size()) {
            Path folder = shared(files);
            names = files.stream()
                    .map(file -> below(folder, file.toAbsolutePath().normalize()))
                    .toList();
        }
        List<Model> models = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            models.add(Model.of(names.get(i), files.get(i)));
        }
        return models;
    }

    /** A file's path below a folder, with slashes and without the ending of a weight file. */
    static String below(Path folder, Path file) {
        return withoutEnding(path(folder, file));
    }

    /** A file's path below a folder, with slashes. */
    static String path(Path folder, Path file) {
        boolean alike = folder.isAbsolute() == file.isAbsolute();
        Path path = alike ? folder.relativize(file) : folder.toAbsolutePath().relativize(file.toAbsolutePath());
        StringBuilder name = new StringBuilder();
        for (Path part : path) {
            name.append(name.isEmpty() ? "" : "/").append(part);
        }
        return name.toString();
    }

    private static String withoutEnding(String name) {
        return name.endsWith(ENDING) && name.length() > ENDING.length()
                ? name.substring(0, name.length() - ENDING.length())
                : name;
    }

    /** The deepest folder that all files are below. */
    private static Path shared(List<Path> files) {
        Path folder = files.get(0).toAbsolutePath().normalize().getParent();
        for (Path file : files) {
            while (!file.toAbsolutePath().normalize().startsWith(folder)) {
                folder = folder.getParent();
            }
        }
        return folder;
    }
}
