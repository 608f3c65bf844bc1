package org.modeljungle.search;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.modeljungle.Check;
import org.modeljungle.align.AlignmentReader;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.Readers;
import org.modeljungle.router.Router;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.FileDigest;

/** A {@link Guide} in a folder. */
final class GuideFiles {

    private static final String KIND = "guide";
    private static final String GUIDE = "guide.safetensors";
    private static final String ROUTER = "router.safetensors";

    // the SHA-256 of each file; empty where there is none
    private record Tree(String name, String expert, List<String> classes, String alignment, List<String> captions) {}

    private record Settings(String router, List<Tree> trees) {}

    private GuideFiles() {}

    static void write(Guide guide, Path folder) {
        Map<Path, Artifact> files = artifacts(guide, folder); // before the first file is replaced: one may have no form
        guide.router().save(folder.resolve(ROUTER));
        files.forEach((file, artifact) -> artifact.write(file));
        List<Tree> trees = new ArrayList<>();
        for (Guide.Tree tree : guide.trees()) {
            Path expert = expert(folder, trees.size());
            Path alignment = alignment(folder, trees.size());
            trees.add(new Tree(
                    tree.name(),
                    tree.expert().isPresent() ? FileDigest.of(expert) : "",
                    tree.classes(),
                    tree.alignment().isPresent() ? FileDigest.of(alignment) : "",
                    tree.captions()));
        }
        Settings settings = new Settings(FileDigest.of(folder.resolve(ROUTER)), trees);
        new Artifact(KIND, settings, Artifact.About.NOTHING, Map.of()).write(folder.resolve(GUIDE));
    }

    private static Map<Path, Artifact> artifacts(Guide guide, Path folder) {
        Map<Path, Artifact> files = new LinkedHashMap<>();
        for (int i = 0; i < guide.trees().size(); i++) {
            Guide.Tree tree = guide.trees().get(i);
            Path expert = expert(folder, i);
            Path alignment = alignment(folder, i);
            tree.expert().ifPresent(reader -> files.put(expert, reader.artifact()));
            tree.alignment().ifPresent(reader -> files.put(alignment, reader.artifact()));
        }
        return files;
    }

    static Guide read(
            Path folder,
            Optional<TextEncoder> encoder,
            Map<String, Function<ArtifactFile, Expert.Reader>> experts,
            Map<String, BiFunction<ArtifactFile, TextEncoder, AlignmentReader>> alignments) {
        ArtifactFile file = ArtifactFile.open(folder.resolve(GUIDE));
        Check.that(file.kind().equals(KIND), "%s: expected a guide, found a %s", file.path(), file.kind());
        Settings settings = file.settings(Settings.class);
        file.end();
        FileDigest.check(file.path(), folder.resolve(ROUTER), settings.router);
        List<Guide.Tree> trees = new ArrayList<>();
        for (Tree tree : settings.trees) {
            Path expert = expert(folder, trees.size());
            Path alignment = alignment(folder, trees.size());
            trees.add(new Guide.Tree(
                    tree.name,
                    reader(file, expert, tree.expert, experts),
                    tree.classes,
                    alignment(file, alignment, tree.alignment, encoder, alignments),
                    tree.captions));
        }
        return new Guide(Router.open(folder.resolve(ROUTER)), trees);
    }

    private static Optional<Expert.Reader> reader(
            ArtifactFile guide, Path file, String digest, Map<String, Function<ArtifactFile, Expert.Reader>> own) {
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        FileDigest.check(guide.path(), file, digest);
        return Optional.of(Readers.open(file, own));
    }

    private static Optional<AlignmentReader> alignment(
            ArtifactFile guide,
            Path file,
            String digest,
            Optional<TextEncoder> encoder,
            Map<String, BiFunction<ArtifactFile, TextEncoder, AlignmentReader>> own) {
        if (digest.isEmpty()) {
            return Optional.empty();
        }
        FileDigest.check(guide.path(), file, digest);
        Check.that(
                encoder.isPresent(),
                "%s: expected the text encoder of its alignments, found none; give it: Guide.open(folder, encoder)",
                guide.path());
        return Optional.of(AlignmentReader.open(file, encoder.get(), own));
    }

    private static Path expert(Path folder, int tree) {
        return folder.resolve("expert-" + tree + ".safetensors");
    }

    private static Path alignment(Path folder, int tree) {
        return folder.resolve("alignment-" + tree + ".safetensors");
    }
}
