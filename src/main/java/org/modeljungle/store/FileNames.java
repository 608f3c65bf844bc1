package org.modeljungle.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.modeljungle.Check;
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
        try (Stream<Path> files = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            files.filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
                    .filter(file -> !Safetensors.isLaterShard(file))
                    .forEach(file -> models.add(Model.of(below(folder, file), file)));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
        Check.that(
                !models.isEmpty(),
                "%s: expected files *%s in it or below it, found none; check the path",
                folder,
                ENDING);
        models.sort((a, b) -> NaturalOrder.NATURAL.compare(a.id(), b.id()));
        return models;
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
        StringBuilder name = new StringBuilder();
        for (Path part : folder.relativize(file)) {
            name.append(name.isEmpty() ? "" : "/").append(part);
        }
        return withoutEnding(name.toString());
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
