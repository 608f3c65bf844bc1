package org.modeljungle.router;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.store.Checked;
import org.modeljungle.store.Models;
import org.modeljungle.tensor.Workers;

/**
 * The trees that a collection of models forms, by average linkage of their fingerprints and {@link Trees#find}.
 *
 * <pre>{@code
 * Survey survey = Survey.of(models);
 * show(Charts.dendrogram("My models", survey.dendrogram()).cut(survey.trees().cut()));
 * Route route = survey.router().route(file);
 * }</pre>
 *
 * @param fingerprinter what made the fingerprints
 * @param fingerprints one per model
 * @param dendrogram their average linkage
 * @param trees what was found
 */
public record Survey(Fingerprinter fingerprinter, Fingerprints fingerprints, Dendrogram dendrogram, Trees trees) {

    /** A survey of models, with {@link Fingerprinter#DEFAULT}. */
    public static Survey of(Models models) {
        return of(Fingerprinter.DEFAULT, models);
    }

    /**
     * Which models a survey can take, and what is wrong with the others: damaged files, and weights that are not
     * finite.
     *
     * <pre>{@code
     * Checked checked = Survey.check(models);
     * Survey survey = Survey.of(checked.sound());
     * }</pre>
     */
    public static Checked check(Models models) {
        return check(Fingerprinter.DEFAULT, models);
    }

    /** The same for a survey by another fingerprinter, which may leave tensors out. */
    public static Checked check(Fingerprinter fingerprinter, Models models) {
        return models.check("reading models", model -> fingerprinter.fingerprint(model.open()));
    }

    /** A survey of models, 2 or more; uses all cores. */
    public static Survey of(Fingerprinter fingerprinter, Models models) {
        check(models.size());
        try (Workers workers = Workers.perCore()) {
            return of(fingerprinter, fingerprint(fingerprinter, models, workers), workers);
        }
    }

    /** A survey of files, with {@link Fingerprinter#DEFAULT}. */
    public static Survey of(List<Path> files) {
        return of(Fingerprinter.DEFAULT, files);
    }

    /** A survey of files, 2 or more; uses all cores. */
    public static Survey of(Fingerprinter fingerprinter, List<Path> files) {
        check(files.size());
        try (Workers workers = Workers.perCore()) {
            return of(fingerprinter, fingerprint(fingerprinter, files, workers), workers);
        }
    }

    /** A survey of fingerprints, 2 or more, that {@code fingerprinter} made. */
    public static Survey of(Fingerprinter fingerprinter, Fingerprints fingerprints, Workers workers) {
        check(fingerprints.models());
        Distances distances;
        try (Progress progress = Progress.of("comparing models", fingerprints.models())) {
            distances = Distances.euclidean(fingerprints, workers, progress);
        }
        try (Progress progress = Progress.of("finding trees", fingerprints.models() - 1)) {
            Dendrogram dendrogram = Linkage.AVERAGE.cluster(distances, progress);
            return new Survey(fingerprinter, fingerprints, dendrogram, Trees.find(dendrogram));
        }
    }

    /** A router to the trees that were found, those of a single model among them. */
    public Router router() {
        return Router.fit(fingerprinter, fingerprints, trees.labels());
    }

    /**
     * A router to the trees of so many models or more; a relative of any other is called unknown.
     *
     * @throws IllegalArgumentException if no tree is as large
     */
    public Router router(int least) {
        int known = trees.atLeast(least);
        Check.that(
                known > 0,
                "router: expected a tree of %d models or more, found the largest of %d",
                least,
                trees.sizes()[0]);
        return router(label -> label < known ? label : Route.UNKNOWN);
    }

    /**
     * A router to some of the trees.
     *
     * @param renamed from a tree to its index among those that are known, {@link Route#UNKNOWN} for a tree that is left
     *     out
     */
    Router router(IntUnaryOperator renamed) {
        int[] labels = trees.labels();
        int[] members = IntStream.range(0, labels.length)
                .filter(i -> renamed.applyAsInt(labels[i]) != Route.UNKNOWN)
                .toArray();
        return Router.fit(
                fingerprinter,
                fingerprints.select(members),
                IntStream.of(members).map(i -> renamed.applyAsInt(labels[i])).toArray());
    }

    static Fingerprints fingerprint(Fingerprinter fingerprinter, List<Path> files, Workers workers) {
        try (Progress progress = Progress.of("reading models", files.size())) {
            return fingerprinter.fingerprint(files, workers, progress);
        }
    }

    static Fingerprints fingerprint(Fingerprinter fingerprinter, Models models, Workers workers) {
        try (Progress progress = Progress.of("reading models", models.size())) {
            return fingerprinter.fingerprint(models, workers, progress);
        }
    }

    private static void check(int models) {
        Check.that(models >= 2, "survey: expected 2 models or more, found %d", models);
    }

    @Override
    public String toString() {
        return trees.toString();
    }
}
