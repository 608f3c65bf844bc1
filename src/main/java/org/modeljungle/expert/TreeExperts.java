package org.modeljungle.expert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.router.Route;
import org.modeljungle.router.Router;
import org.modeljungle.store.Models;
import org.modeljungle.store.Target;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.ArtifactFolder;

/**
 * The mixture of tree experts of the ProbeX paper (arXiv 2410.13569, section 5): a router that assigns a model to its
 * Model Tree, and one expert for each tree that reads the models of that tree.
 */
public final class TreeExperts {

    /**
     * What was read off one model.
     *
     * @param route its tree
     * @param outputs as {@link Expert.Reader#outputs}, of this model // [width]; empty for a model of no known tree
     */
    public record Reading(Route route, float[] outputs) {}

    private static final String ROUTER = "router.safetensors";

    private final Router router;
    private final Map<Integer, Expert.Reader> readers;

    /**
     * A mixture.
     *
     * @param readers by the number of the tree, as the router numbers them
     */
    public TreeExperts(Router router, Map<Integer, Expert.Reader> readers) {
        for (int tree = 0; tree < router.trees(); tree++) {
            Check.that(
                    readers.containsKey(tree),
                    "tree experts: expected a reader for each of %d trees, found none for tree %d",
                    router.trees(),
                    tree);
        }
        for (int tree : readers.keySet()) {
            Check.that(
                    tree >= 0 && tree < router.trees(),
                    "tree experts: expected readers for the trees 0 to %d, found one for tree %d",
                    router.trees() - 1,
                    tree);
        }
        this.router = router;
        this.readers = new LinkedHashMap<>(readers);
    }

    // SHA-256 of the files
    private record Saved(String router, List<String> readers) {}

    /**
     * Saves the router and all readers in a folder: {@code experts.safetensors}, which names the others, {@code
     * router.safetensors}, and {@code tree-0.safetensors} and so on. What was saved there before is replaced; where
     * that is killed on its way, {@link #open} refuses the folder.
     *
     * @throws IllegalArgumentException if a reader has no form as a file; nothing is written then
     */
    public void save(Path folder) {
        Map<String, Artifact> parts = new LinkedHashMap<>();
        parts.put(ROUTER, router.artifact());
        readers.forEach((tree, reader) -> parts.put(fileOf(tree), reader.artifact()));
        files(folder).write(parts, this::saved);
    }

    private Saved saved(Map<String, String> digests) {
        IntStream trees = IntStream.range(0, router.trees());
        return new Saved(
                digests.get(ROUTER),
                trees.mapToObj(tree -> digests.get(fileOf(tree))).toList());
    }

    /**
     * Opens what {@link #save} saved.
     *
     * @throws IllegalArgumentException if a file is missing, damaged or another one
     */
    public static TreeExperts open(Path folder) {
        return open(folder, Map.of());
    }

    /**
     * Opens a mixture with readers of kinds of your own.
     *
     * @param own as {@link Readers#open(Path, Map)} takes them
     * @throws IllegalArgumentException as {@link #open(Path)}
     */
    public static TreeExperts open(Path folder, Map<String, Function<ArtifactFile, Expert.Reader>> own) {
        ArtifactFolder files = files(folder);
        Saved saved = files.settings(Saved.class);
        Router router = Router.open(files.part(ROUTER, saved.router));
        Map<Integer, Expert.Reader> readers = new LinkedHashMap<>();
        for (String digest : saved.readers) {
            int tree = readers.size();
            readers.put(tree, Readers.open(files.part(fileOf(tree), digest), own));
        }
        return new TreeExperts(router, readers);
    }

    private static ArtifactFolder files(Path folder) {
        return new ArtifactFolder(folder.resolve("experts.safetensors"), "tree-experts", "tree experts");
    }

    private static String fileOf(int tree) {
        return "tree-" + tree + ".safetensors";
    }

    /** What assigns models to trees. */
    public Router router() {
        return router;
    }

    /** Routes models and reads each by the expert of its tree. */
    public List<Reading> read(Models models) {
        List<Route> routes = router.route(models);
        return read(routes, models.size(), (reader, own) -> outputs(reader, models.select(own)));
    }

    /** Routes model files and reads each by the expert of its tree. */
    public List<Reading> read(List<Path> files) {
        List<Route> routes = router.route(files);
        return read(
                routes,
                files.size(),
                (reader, own) ->
                        outputs(reader, Arrays.stream(own).mapToObj(files::get).toList()));
    }

    private List<Reading> read(List<Route> routes, int models, BiFunction<Expert.Reader, int[], float[][]> outputs) {
        Reading[] readings = new Reading[models];
        for (Map.Entry<Integer, Expert.Reader> entry : readers.entrySet()) {
            int[] own = membersOf(entry.getKey(), routes);
            if (own.length > 0) {
                float[][] read = outputs.apply(entry.getValue(), own);
                for (int i = 0; i < own.length; i++) {
                    readings[own[i]] = new Reading(routes.get(own[i]), read[i]);
                }
            }
        }
        for (int i = 0; i < readings.length; i++) {
            if (readings[i] == null) {
                readings[i] = new Reading(routes.get(i), new float[0]);
            }
        }
        return List.of(readings);
    }

    /**
     * Only the outputs of {@link #read}, for measures; zeros for a model of no known tree, where experts say yes or no
     * to each class: they mean no for every class.
     *
     * @return [files, width]
     * @throws IllegalArgumentException if no model is of a known tree, or one is not and zeros would be an answer, or
     *     the trees' experts have outputs of different widths or names
     */
    public float[][] outputs(List<Path> files) {
        return rows(read(files));
    }

    /** Only the outputs of {@link #read(Models)}; as {@link #outputs(List)} // [models, width] */
    public float[][] outputs(Models models) {
        return rows(read(models));
    }

    private float[][] rows(List<Reading> readings) {
        checkOutputs(readings);
        int[] widths = readings.stream()
                .filter(reading -> reading.route.known())
                .mapToInt(reading -> reading.outputs.length)
                .distinct()
                .toArray();
        Check.that(
                widths.length > 0,
                "tree experts: expected a model of a known tree or more, found none of %d",
                readings.size());
        Check.that(
                widths.length == 1,
                "tree experts: expected experts with as many outputs for each tree, found %s; read(...) gives each"
                        + " model those of its own tree",
                Arrays.toString(widths));
        int width = widths[0];
        return readings.stream()
                .map(reading -> reading.route.known() ? reading.outputs : new float[width])
                .toArray(float[][]::new);
    }

    /** A column has to mean the same in each row, and zeros have to mean no. */
    private void checkOutputs(List<Reading> readings) {
        Set<List<String>> names = readers.values().stream()
                .map(reader -> reader.about().outputs())
                .filter(outputs -> !outputs.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Check.that(
                names.size() <= 1,
                "tree experts: expected experts with the same outputs for each tree, found %s; read(...) gives each"
                        + " model those of its own tree",
                names);
        long unknown =
                readings.stream().filter(reading -> !reading.route.known()).count();
        boolean zerosAnswer = readers.values().stream()
                .flatMap(reader -> reader.targetKind().stream())
                .anyMatch(kind -> kind != Target.Kind.LABELS);
        Check.that(
                unknown == 0 || !zerosAnswer,
                "tree experts: expected models of known trees, found %d of none, for which these experts have no"
                        + " outputs; read(...) says so of each",
                unknown);
    }

    /** A reader that does not say how large its layers are is given them as the first file has them. */
    private static float[][] outputs(Expert.Reader reader, Models models) {
        return reader.layers().isEmpty()
                ? reader.outputs(LayerBank.readAll(models, reader.layersRead()))
                : reader.outputs(models);
    }

    private static float[][] outputs(Expert.Reader reader, List<Path> files) {
        return reader.layers().isEmpty()
                ? reader.outputs(LayerBank.readAll(files, reader.layersRead()))
                : reader.outputs(files);
    }

    private static int[] membersOf(int tree, List<Route> routes) {
        List<Integer> members = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).tree() == tree) {
                members.add(i);
            }
        }
        return members.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public String toString() {
        return "experts of %d trees, behind a %s".formatted(readers.size(), router);
    }
}
