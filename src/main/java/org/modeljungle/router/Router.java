package org.modeljungle.router;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.Progress;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;
import org.modeljungle.tensor.Workers;
import org.modeljungle.weights.Artifact;

/**
 * Sends a model to its Model Tree: to the nearest centroid, {@code argmin_k |X - X_k|} (ProbeX, arXiv 2410.13569, on
 * whole models' fingerprints), unless it is too far from that, too: then it is of no known tree.
 *
 * <p>What is too far is learned from the known trees alone. The distance d to a centroid of m models is judged by
 * {@code d / sqrt(1 + 1/m)}, because a sibling's squared distance grows by that much where the centroid itself is
 * uncertain. The border between two sets of such scores is the one with the fewest errors, and lies in the middle
 * between them, in squares, where they do not overlap:
 *
 * <ul>
 *   <li><b>siblings</b>: each model to the centroid of the other models of its tree;
 *   <li><b>unrelated models</b>: each model with its tree left out, to the nearest of the others; and to each tree a
 *       model of the same architecture without relatives, {@link Fingerprinter#UNRELATED} from every member: its
 *       squared distance to the centroid is {@code 2 - v}, where v is the members' mean squared distance to it. Without
 *       the latter, trees of several architectures would make a router take in every tree of these architectures.
 * </ul>
 *
 * <p>Siblings in trees of one model are not seen; they are judged by the spread of the other trees. If all trees are of
 * one model, the border is half-way between a copy and an unrelated model. Safe for use by several threads.
 */
public final class Router {

    private final Fingerprinter fingerprinter;
    private final Fingerprints centroids;
    private final List<String> names;
    private final int[] sizes;
    private final double threshold;
    private final String trainingSet;

    Router(
            Fingerprinter fingerprinter,
            Fingerprints centroids,
            List<String> names,
            int[] sizes,
            double threshold,
            String trainingSet) {
        this.fingerprinter = fingerprinter;
        this.centroids = centroids;
        this.names = List.copyOf(names);
        this.sizes = sizes.clone();
        this.threshold = threshold;
        this.trainingSet = trainingSet;
    }

    /** A router to the trees that models are said to be of, with {@link Fingerprinter#DEFAULT}; as the longer form. */
    public static Router fit(Models models) {
        return fit(Fingerprinter.DEFAULT, models);
    }

    /**
     * A router to the trees that models are said to be of: {@link #names} has them in the order that they first come
     * in.
     *
     * @param models each with its tree
     * @throws IllegalArgumentException if the tree of a model is not known, or a file is damaged
     */
    public static Router fit(Fingerprinter fingerprinter, Models models) {
        List<String> names = new ArrayList<>();
        int[] labels = new int[models.size()];
        for (int i = 0; i < labels.length; i++) {
            Model model = models.get(i);
            Check.that(
                    model.tree().isPresent(),
                    "router: expected the tree of each of %d models, found none of '%s'; Survey.of(models).router() finds the"
                            + " trees by itself",
                    labels.length,
                    model.id());
            String tree = model.tree().get();
            if (!names.contains(tree)) {
                names.add(tree);
            }
            labels[i] = names.indexOf(tree);
        }
        try (Workers workers = Workers.perCore()) {
            return fit(fingerprinter, Survey.fingerprint(fingerprinter, models, workers), labels)
                    .withNames(names);
        }
    }

    /**
     * A router to known trees, {@code tree 0}, {@code tree 1} and so on.
     *
     * @param fingerprinter what made the fingerprints, and will make those of models to come
     * @param labels each model's tree: 0, 1, ..., each with one model or more // [models]
     */
    public static Router fit(Fingerprinter fingerprinter, Fingerprints fingerprints, int[] labels) {
        int trees = Trees.count(labels);
        Check.that(
                labels.length == fingerprints.models() && trees > 0,
                "router: expected a label from 0 on for each of %d models, no number left out, found %s",
                fingerprints.models(),
                Arrays.toString(labels));
        Check.that(
                fingerprints.size() == fingerprinter.size(),
                "router: expected fingerprints of the fingerprinter's %d numbers, found %d",
                fingerprinter.size(),
                fingerprints.size());
        int[] sizes = new int[trees];
        for (int label : labels) {
            sizes[label]++;
        }
        Fingerprints centroids = centroids(fingerprints, labels, sizes);
        double threshold =
                Calibration.of(fingerprints, labels, centroids, sizes).threshold();
        String trainingSet =
                new DataDigest().add(fingerprints.values()).add(labels).hex();
        List<String> names =
                IntStream.range(0, trees).mapToObj(tree -> "tree " + tree).toList();
        return new Router(fingerprinter, centroids, names, sizes, Math.max(threshold, Double.MIN_NORMAL), trainingSet);
    }

    /**
     * The same with other names for its trees.
     *
     * @throws IllegalArgumentException unless there is a name of its own for each tree
     */
    public Router withNames(List<String> others) {
        Check.that(
                others.size() == sizes.length
                        && others.stream()
                                        .filter(name -> !name.isBlank())
                                        .distinct()
                                        .count()
                                == sizes.length,
                "router: expected a name of its own for each of %d trees, found %s",
                sizes.length,
                others);
        return new Router(fingerprinter, centroids, others, sizes, threshold, trainingSet);
    }

    /**
     * Where a model belongs.
     *
     * @throws IllegalArgumentException if the fingerprint has not the router's size
     */
    public Route route(Fingerprint fingerprint) {
        Fingerprints one = Fingerprints.of(List.of(fingerprint));
        checkSize(one);
        return route(Calibration.squares(one, 0, centroids));
    }

    /** Where the model in a file belongs. */
    public Route route(Path file) {
        return route(fingerprinter.fingerprint(file));
    }

    /** Where a model belongs. */
    public Route route(Model model) {
        return route(fingerprinter.fingerprint(model.open()));
    }

    /** Where models belong; uses all cores. */
    public List<Route> route(Models models) {
        try (Workers workers = Workers.perCore()) {
            return route(Survey.fingerprint(fingerprinter, models, workers));
        }
    }

    /** Where the models in files belong; uses all cores. */
    public List<Route> route(List<Path> files) {
        try (Workers workers = Workers.perCore()) {
            return route(Survey.fingerprint(fingerprinter, files, workers));
        }
    }

    /**
     * The same models, each with the tree that it is sent to, by its name. One of no known tree has none.
     *
     * @throws IllegalArgumentException if a file is damaged
     */
    public Models sorted(Models models) {
        List<Route> routes = route(models);
        List<Model> sorted = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            Model model = models.get(i);
            Route route = routes.get(i);
            sorted.add(route.known() ? model.withTree(names.get(route.tree())) : model.withoutTree());
        }
        return Models.of(models.source(), sorted);
    }

    /**
     * Where models belong.
     *
     * @throws IllegalArgumentException if the fingerprints have not the router's size
     */
    public List<Route> route(Fingerprints fingerprints) {
        checkSize(fingerprints);
        List<Route> routes = new ArrayList<>();
        try (Progress progress = Progress.of("routing models", fingerprints.models())) {
            for (int i = 0; i < fingerprints.models(); i++) {
                routes.add(route(Calibration.squares(fingerprints, i, centroids)));
                progress.step();
            }
        }
        return routes;
    }

    private void checkSize(Fingerprints fingerprints) {
        Check.that(
                fingerprints.size() == fingerprinter.size(),
                "router: expected fingerprints of %d numbers, found %d; router.fingerprinter() makes them",
                fingerprinter.size(),
                fingerprints.size());
    }

    private Route route(double[] squares) {
        int nearest = Calibration.smallest(squares);
        double distance = Math.sqrt(squares[nearest]);
        double novelty = Calibration.score(squares[nearest], sizes[nearest]) / threshold;
        squares[nearest] = Double.POSITIVE_INFINITY;
        double second = Math.sqrt(squares[Calibration.smallest(squares)]);
        return new Route(novelty > 1 ? Route.UNKNOWN : nearest, nearest, distance, second - distance, novelty);
    }

    /** The number of known trees. */
    public int trees() {
        return sizes.length;
    }

    /** The names of the known trees, as the router numbers them. */
    public List<String> names() {
        return names;
    }

    /** How many models each tree was learned from. */
    public int[] sizes() {
        return sizes.clone();
    }

    /** What makes the fingerprints that are routed. */
    public Fingerprinter fingerprinter() {
        return fingerprinter;
    }

    /** The centroids of the trees. */
    public Fingerprints centroids() {
        return centroids;
    }

    /** The largest score, distance corrected for the tree's size, of a model that is not called unknown. */
    public double threshold() {
        return threshold;
    }

    /** SHA-256 of the fingerprints and trees that it was learned from. */
    public String trainingSet() {
        return trainingSet;
    }

    /** What a file holds of it. */
    public Artifact artifact() {
        return RouterFile.artifact(this);
    }

    /** Saves the router as a safetensors file, whole or not at all. */
    public void save(Path file) {
        artifact().write(file);
    }

    /**
     * Opens a router that {@link #save} saved.
     *
     * @throws IllegalArgumentException if the file is damaged or holds none
     */
    public static Router open(Path file) {
        return RouterFile.read(file);
    }

    @Override
    public String toString() {
        return "router to " + trees() + " trees of " + Arrays.stream(sizes).sum() + " models";
    }

    private static Fingerprints centroids(Fingerprints fingerprints, int[] labels, int[] sizes) {
        int size = fingerprints.size();
        double[] sums = new double[Math.multiplyExact(sizes.length, size)]; // [trees, size]
        for (int i = 0; i < labels.length; i++) {
            for (int k = 0; k < size; k++) {
                sums[labels[i] * size + k] += fingerprints.values()[i * size + k];
            }
        }
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) (sums[i] / sizes[i / size]);
        }
        return new Fingerprints(sizes.length, size, means);
    }
}
