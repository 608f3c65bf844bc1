package org.modeljungle.search;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.align.AlignmentReader;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.Readers;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.router.Route;
import org.modeljungle.router.Router;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.store.Target;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.ArtifactFile;

/**
 * All that was learnt of a jungle, in one folder: a router, and for each tree an expert that reads classes, an
 * alignment that reads words, or both. It says of any model file which tree it is of, which classes it knows, and which
 * words describe it.
 *
 * <pre>{@code
 * Guide guide = Guide.of(router).withExpert("tree 0", reader);
 * guide.save(folder);
 * for (Guide.Reading reading : Guide.open(folder).read(files)) ...
 * }</pre>
 */
public final class Guide {

    /**
     * What is known of one tree.
     *
     * @param name its name
     * @param expert reads classes
     * @param classes the names of the expert's outputs, in its order
     * @param alignment reads words
     * @param captions the words to choose from
     */
    public record Tree(
            String name,
            Optional<Expert.Reader> expert,
            List<String> classes,
            Optional<AlignmentReader> alignment,
            List<String> captions) {

        /** Copies the lists. */
        public Tree {
            classes = List.copyOf(classes);
            captions = List.copyOf(captions);
        }
    }

    /**
     * What was read off one file.
     *
     * @param file the file
     * @param tree the name of its tree; empty for a model of no known tree, and where the file cannot be read
     * @param route how near it is to the trees; empty where the file cannot be read
     * @param classes each class of its tree (or label, or number) with the expert's output
     * @param kind how the outputs are to be taken, as {@link Expert.Reader#targetKind()}
     * @param words each caption with its cosine, the best first
     * @param problem why the file, or a part of it, cannot be read; empty where all went well
     */
    public record Reading(
            Path file,
            String tree,
            Optional<Route> route,
            Map<String, Float> classes,
            Optional<Target.Kind> kind,
            Map<String, Float> words,
            String problem) {

        /**
         * The classes that it is said to know: those with an output above 0; where one label is read, that with the
         * largest output; where numbers are read, none.
         */
        public List<String> known() {
            if (kind.isPresent() && kind.get() != Target.Kind.LABELS) {
                return kind.get() == Target.Kind.NUMBERS
                        ? List.of()
                        : classes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).stream()
                                .toList();
            }
            return classes.entrySet().stream()
                    .filter(entry -> entry.getValue() > 0)
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    private final Router router;
    private final List<Tree> trees;

    Guide(Router router, List<Tree> trees) {
        List<String> names = trees.stream().map(Tree::name).toList();
        Check.that(
                names.equals(router.names()), "guide: expected the router's trees %s, found %s", router.names(), names);
        this.router = router;
        this.trees = List.copyOf(trees);
    }

    /** A guide that knows the router's trees by their names, and neither classes nor words yet. */
    public static Guide of(Router router) {
        return new Guide(
                router,
                router.names().stream()
                        .map(name -> new Tree(name, Optional.empty(), List.of(), Optional.empty(), List.of()))
                        .toList());
    }

    /** The same with an expert for a tree; its outputs have the names that it was trained with. */
    public Guide withExpert(String tree, Expert.Reader expert) {
        return withExpert(tree, expert, expert.about().outputs());
    }

    /**
     * The same with an expert for a tree.
     *
     * @param classes the names of its outputs, in its order
     */
    public Guide withExpert(String tree, Expert.Reader expert, List<String> classes) {
        return with(tree, old -> new Tree(old.name, Optional.of(expert), classes, old.alignment, old.captions));
    }

    /**
     * The same with an alignment for a tree.
     *
     * @param captions the words to choose from
     */
    public Guide withAlignment(String tree, AlignmentReader alignment, List<String> captions) {
        Check.that(!captions.isEmpty(), "guide: expected 1 caption or more to choose from, found none");
        return with(tree, old -> new Tree(old.name, old.expert, old.classes, Optional.of(alignment), captions));
    }

    private Guide with(String name, UnaryOperator<Tree> change) {
        List<String> names = trees.stream().map(Tree::name).toList();
        Check.that(names.contains(name), "guide: expected one of the trees %s, found '%s'", names, name);
        return new Guide(
                router,
                trees.stream()
                        .map(tree -> tree.name.equals(name) ? change.apply(tree) : tree)
                        .toList());
    }

    /** What assigns models to trees. */
    public Router router() {
        return router;
    }

    /** What is known of each tree, as the router numbers them. */
    public List<Tree> trees() {
        return trees;
    }

    /** Reads models; as {@link #read(List)}. */
    public List<Reading> read(Models models) {
        return readEach(models.list(), this::readOrSay);
    }

    /**
     * Reads model files. One that cannot be read does not stop the others: its {@link Reading#problem} says why.
     *
     * @return in the order of the files
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public List<Reading> read(List<Path> files) {
        return readEach(files.stream().map(Guide::model).toList(), this::readOrSay);
    }

    private static Model model(Path file) {
        return Model.of(file.toString(), file);
    }

    private static List<Reading> readEach(List<Model> models, Function<Model, Reading> reading) {
        List<Reading> readings = new ArrayList<>();
        try (Progress progress = Progress.of("reading models", models.size())) {
            for (Model model : models) {
                readings.add(reading.apply(model));
                progress.step();
            }
        }
        return List.copyOf(readings);
    }

    /**
     * Like {@link #read(List)}, but the first file that cannot be read stops all.
     *
     * @throws IllegalArgumentException then
     */
    public List<Reading> readAllOrThrow(List<Path> files) {
        return readEach(files.stream().map(Guide::model).toList(), this::read);
    }

    /**
     * Like {@link #read(Models)}, but the first file that cannot be read stops all; as {@link #readAllOrThrow(List)}.
     */
    public List<Reading> readAllOrThrow(Models models) {
        return readEach(models.list(), this::read);
    }

    private Reading readOrSay(Model model) {
        Path file = model.file();
        Optional<Route> route = Optional.empty();
        try {
            route = Optional.of(router.route(model));
            return read(model, route.get());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            String tree = route.map(this::nameOf).orElse("");
            return new Reading(file, tree, route, Map.of(), Optional.empty(), Map.of(), e.getMessage());
        }
    }

    private String nameOf(Route route) {
        return route.known() ? trees.get(route.tree()).name : "";
    }

    /**
     * Reads one model file.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public Reading read(Path file) {
        return read(model(file));
    }

    private Reading read(Model model) {
        return read(model, router.route(model));
    }

    private Reading read(Model model, Route route) {
        Path file = model.file();
        Models one = Models.of(file.toString(), List.of(model));
        if (!route.known()) {
            return new Reading(file, "", Optional.of(route), Map.of(), Optional.empty(), Map.of(), "");
        }
        Tree tree = trees.get(route.tree());
        Map<String, Float> classes = new LinkedHashMap<>();
        tree.expert.ifPresent(expert -> {
            float[] outputs = expert.outputs(one)[0];
            Check.that(
                    outputs.length == tree.classes.size(),
                    "guide: expected names for the %d outputs of the expert of tree '%s', found %d",
                    outputs.length,
                    tree.name,
                    tree.classes.size());
            for (int k = 0; k < outputs.length; k++) {
                classes.put(tree.classes.get(k), outputs[k]);
            }
        });
        Map<String, Float> words = new LinkedHashMap<>();
        tree.alignment.ifPresent(alignment -> words.putAll(words(alignment, tree.captions, one)));
        Optional<Target.Kind> kind = tree.expert.flatMap(Expert.Reader::targetKind);
        return new Reading(file, tree.name, Optional.of(route), classes, kind, words, "");
    }

    private static Map<String, Float> words(AlignmentReader alignment, List<String> captions, Models one) {
        float[] cosines = alignment.scores(LayerBank.read(one, alignment.layers()), captions)[0];
        Map<String, Float> byCaption = new TreeMap<>();
        for (int k = 0; k < cosines.length; k++) {
            byCaption.put(captions.get(k), cosines[k]);
        }
        Map<String, Float> best = new LinkedHashMap<>();
        byCaption.entrySet().stream()
                .sorted(Map.Entry.<String, Float>comparingByValue().reversed())
                .forEach(entry -> best.put(entry.getKey(), entry.getValue()));
        return best;
    }

    /**
     * Saves it in a folder: {@code guide.safetensors}, which names the others by their digests, and a file for each of
     * the others. The text encoder of the alignments is not saved. What was saved there before is replaced; where that
     * is killed on its way, {@link #open(Path)} refuses the folder.
     *
     * @throws IllegalArgumentException if a reader has no form as a file, or a text encoder no digest; nothing is
     *     written then
     */
    public void save(Path folder) {
        GuideFiles.write(this, folder);
    }

    /**
     * Opens a guide without alignments.
     *
     * @throws IllegalArgumentException if a file is missing, damaged or another one, or it has alignments
     */
    public static Guide open(Path folder) {
        return GuideFiles.read(folder, Optional.empty(), Map.of(), Map.of());
    }

    /**
     * Opens a guide.
     *
     * @param encoder the text encoder of its alignments
     * @throws IllegalArgumentException if a file is missing, damaged or another one, or the encoder is
     */
    public static Guide open(Path folder, TextEncoder encoder) {
        return GuideFiles.read(folder, Optional.of(encoder), Map.of(), Map.of());
    }

    /**
     * Opens a guide whose experts' readers may be of kinds of your own.
     *
     * @param encoder the text encoder of its alignments; none where it has no alignments
     * @param own as {@link Readers#open(Path, Map)} takes them
     * @throws IllegalArgumentException as the shorter forms
     */
    public static Guide open(
            Path folder, Optional<TextEncoder> encoder, Map<String, Function<ArtifactFile, Expert.Reader>> own) {
        return open(folder, encoder, own, Map.of());
    }

    /**
     * Opens a guide whose experts' readers and alignments may be of kinds of your own.
     *
     * @param encoder the text encoder of its alignments; none where it has no alignments
     * @param experts as {@link Readers#open(Path, Map)} takes them
     * @param alignments as {@link AlignmentReader#open(Path, TextEncoder, Map)} takes them
     * @throws IllegalArgumentException as the shorter forms
     */
    public static Guide open(
            Path folder,
            Optional<TextEncoder> encoder,
            Map<String, Function<ArtifactFile, Expert.Reader>> experts,
            Map<String, BiFunction<ArtifactFile, TextEncoder, AlignmentReader>> alignments) {
        return GuideFiles.read(folder, encoder, experts, alignments);
    }

    @Override
    public String toString() {
        return "guide to %d trees: %s"
                .formatted(trees.size(), trees.stream().map(Tree::name).toList());
    }
}
