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
import org.modeljungle.weights.ArtifactFolder;

/** A {@link Guide} in a folder. */
final class GuideFiles {

    private static final String ROUTER = "router.safetensors";

    // the SHA-256 of each file; empty where there is none
    private record Tree(String name, String expert, List<String> classes, String alignment, List<String> captions) {}

    private record Settings(String router, List<Tree> trees) {}

    private GuideFiles() {}

    private static ArtifactFolder files(Path folder) {
        return new ArtifactFolder(folder.resolve("guide.safetensors"), "guide", "a guide");
    }

    static void write(Guide guide, Path folder) {
        files(folder).write(artifacts(guide), digests -> settings(guide, digests));
    }

    private static Map<String, Artifact> artifacts(Guide guide) {
        Map<String, Artifact> artifacts = new LinkedHashMap<>();
        artifacts.put(ROUTER, guide.router().artifact());
        for (int i = 0; i < guide.trees().size(); i++) {
            Guide.Tree tree = guide.trees().get(i);
            String expert = expert(i);
            String alignment = alignment(i);
            tree.expert().ifPresent(reader -> artifacts.put(expert, reader.artifact()));
            tree.alignment().ifPresent(reader -> artifacts.put(alignment, reader.artifact()));
        }
        return artifacts;
    }

    private static Settings settings(Guide guide, Map<String, String> digests) {
        List<Tree> trees = new ArrayList<>();
        for (Guide.Tree tree : guide.trees()) {
            String expert = digests.getOrDefault(expert(trees.size()), "");
            String alignment = digests.getOrDefault(alignment(trees.size()), "");
            trees.add(new Tree(tree.name(), expert, tree.classes(), alignment, tree.captions()));
        }
        return new Settings(digests.get(ROUTER), trees);
    }

    static Guide read(
            Path folder,
            Optional<TextEncoder> encoder,
            Map<String, Function<ArtifactFile, Expert.Reader>> experts,
            Map<String, BiFunction<ArtifactFile, TextEncoder, AlignmentReader>> alignments) {
        ArtifactFolder files = files(folder);
        Settings settings = files.settings(Settings.class);
        Router router = Router.open(files.part(ROUTER, settings.router));
        List<Guide.Tree> trees = new ArrayList<>();
        for (Tree tree : settings.trees) {
            Optional<Path> expert = part(files, expert(trees.size()), tree.expert);
            Optional<Path> alignment = part(files, alignment(trees.size()), tree.alignment);
            trees.add(new Guide.Tree(
                    tree.name,
                    expert.map(file -> Readers.open(file, experts)),
                    tree.classes,
                    alignment.map(file -> AlignmentReader.open(file, needed(encoder, files), alignments)),
                    tree.captions));
        }
        return new Guide(router, trees);
    }

    private static Optional<Path> part(ArtifactFolder files, String name, String digest) {
        return digest.isEmpty() ? Optional.empty() : Optional.of(files.part(name, digest));
    }

    private static TextEncoder needed(Optional<TextEncoder> encoder, ArtifactFolder files) {
        Check.that(
                encoder.isPresent(),
                "%s: expected the text encoder of its alignments, found none; give it: Guide.open(folder, encoder)",
                files.main());
        return encoder.get();
    }

    private static String expert(int tree) {
        return "expert-" + tree + ".safetensors";
    }

    private static String alignment(int tree) {
        return "alignment-" + tree + ".safetensors";
    }
}
