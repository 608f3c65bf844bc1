package org.modeljungle.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.hub.Hub;
import org.modeljungle.hub.HubException;
import org.modeljungle.hub.RepoFolder;
import org.modeljungle.weights.NaturalOrder;
import org.modeljungle.weights.Safetensors;

/** Looks for models in folders that anyone may have filled; nothing that is wrong there ends the search. */
final class FolderSearch extends SimpleFileVisitor<Path> {

    private static final String INDEX = FileNames.ENDING + ".index.json";
    private static final List<String> OTHERS =
            List.of(".bin", ".pt", ".pth", ".ckpt", ".pkl", ".gguf", ".onnx", ".h5", ".hdf5", ".msgpack");

    private final Path folder;
    private final Progress progress;
    private final List<Model> sound = new ArrayList<>();
    private final List<Checked.Broken> broken = new ArrayList<>();
    private final List<Path> others = new ArrayList<>(); // files of other formats
    private final Set<Path> withWeights = new HashSet<>(); // folders that have a safetensors file

    private FolderSearch(Path folder, Progress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    static Checked in(Path folder) {
        Check.that(
                Files.isDirectory(folder),
                "%s: expected a folder of weight files, found %s; check the path",
                folder,
                Files.exists(folder) ? "a file" : "nothing");
        try (Progress progress = Progress.of("looking for models", 1)) {
            FolderSearch search = new FolderSearch(folder, progress);
            progress.note(() -> search.sound.size() + " found so far");
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, search);
            progress.step();
            return search.found();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be read", e);
        }
    }

    /** A model in several files is told once, whichever of its files it was found by. */
    private void broken(Model model, String reason) {
        boolean told = broken.stream()
                .anyMatch(one -> one.reason().equals(reason)
                        && model.file()
                                .resolveSibling("")
                                .equals(one.model().file().resolveSibling("")));
        if (!told) {
            broken.add(new Checked.Broken(model, reason));
        }
    }

    private Checked found() {
        others.stream()
                .filter(file -> !withWeights.contains(file.getParent()))
                .forEach(file -> open(FileNames.below(folder, file), file));
        List<Model> models = withNamesOfTheirOwn();
        models.sort((a, b) -> NaturalOrder.NATURAL.compare(a.id(), b.id()));
        broken.sort(
                (a, b) -> NaturalOrder.NATURAL.compare(a.model().id(), b.model().id()));
        return new Checked(Models.of(folder.toString(), models), broken);
    }

    /** Two of one name, such as {@code gpt2.safetensors} beside the cache's {@code models--gpt2}, get their paths. */
    private List<Model> withNamesOfTheirOwn() {
        Set<String> once = new HashSet<>();
        Set<String> twice = new HashSet<>();
        sound.stream().map(Model::id).filter(id -> !once.add(id)).forEach(twice::add);
        List<Model> models = new ArrayList<>();
        for (Model model : sound) {
            models.add(twice.contains(model.id()) ? model.withId(FileNames.path(folder, model.file())) : model);
        }
        return models;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        progress.check();
        String name = String.valueOf(directory.getFileName());
        if (name.startsWith(".") && !directory.equals(folder)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        return RepoFolder.repo(name)
                .map(repo -> {
                    cached(repo, directory);
                    return FileVisitResult.SKIP_SUBTREE;
                })
                .orElse(FileVisitResult.CONTINUE);
    }

    /** A model in a cache of the hub's client: of its main revision, or of the only commit there. */
    private void cached(String repo, Path directory) {
        Path cache = directory.toAbsolutePath().getParent();
        String id = directory.equals(folder) ? repo : FileNames.below(folder, directory.resolveSibling(repo));
        try {
            List<String> commits = new RepoFolder(directory).commits();
            boolean only = commits.size() == 1;
            Path weights = Hub.ofCache(cache)
                    .repo(only ? repo + "@" + commits.get(0) : repo)
                    .weights();
            open(id, weights);
        } catch (HubException | IllegalArgumentException | UncheckedIOException e) {
            broken(model(id, directory), e.getMessage());
        }
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        progress.check();
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(FileNames.ENDING)) {
            withWeights.add(file.getParent());
            if (!isLaterShard(file)) {
                open(FileNames.below(folder, file), file);
            }
        } else if (name.endsWith(INDEX)) {
            withWeights.add(file.getParent());
            index(file);
        } else if (OTHERS.stream().anyMatch(name::endsWith)) {
            others.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    private static boolean isLaterShard(Path file) {
        try {
            return Safetensors.isLaterShard(file);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return true; // its index is told as broken
        }
    }

    /** An index whose files are there stands behind the first of them; of any other its reason is told. */
    private void index(Path file) {
        try {
            Safetensors.open(file);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            broken(model(FileNames.below(folder, file), file), e.getMessage());
        }
    }

    private void open(String id, Path file) {
        Model model = model(id, file);
        try {
            model.open();
            sound.add(model);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            broken(model, e.getMessage());
        }
    }

    /** Something whose name is blank, as {@code " .safetensors"} leaves it, is called by all of its name in quotes. */
    private static Model model(String id, Path path) {
        return Model.of(id.isBlank() ? "'" + path.getFileName() + "'" : id, path);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) {
        String reason = problem instanceof FileSystemLoopException
                ? "expected a folder, found a link that leads back to a folder above it"
                : "cannot be read: " + problem;
        broken(model(FileNames.below(folder, file), file), file + ": " + reason);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException problem) {
        if (problem != null) {
            visitFileFailed(directory, problem);
        }
        return FileVisitResult.CONTINUE;
    }
}
