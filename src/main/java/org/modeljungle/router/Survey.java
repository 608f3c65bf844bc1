package org.modeljungle.router;

import java.nio.file.Path;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.tensor.Workers;

/**
 * A look at a pile of models: which trees they form, by average linkage of their signatures and {@link Trees#find}.
 *
 * <pre>{@code
 * Survey survey = Survey.of(files);
 * show(Charts.dendrogram("My models", survey.dendrogram()).cut(survey.trees().cut()));
 * Route route = survey.router().route(file);
 * }</pre>
 *
 * @param signer what made the signatures
 * @param signatures one per model
 * @param dendrogram their average linkage
 * @param trees what was found
 */
public record Survey(Signer signer, Signatures signatures, Dendrogram dendrogram, Trees trees) {

    /** Looks at files, with {@link Signer#DEFAULT}. */
    public static Survey of(List<Path> files) {
        return of(Signer.DEFAULT, files);
    }

    /** Looks at files, 2 or more; uses all cores. */
    public static Survey of(Signer signer, List<Path> files) {
        check(files.size());
        try (Workers workers = Workers.perCore()) {
            return of(signer, sign(signer, files, workers), workers);
        }
    }

    /** Looks at signatures, 2 or more, that {@code signer} made. */
    public static Survey of(Signer signer, Signatures signatures, Workers workers) {
        check(signatures.models());
        Distances distances;
        try (Progress progress = Progress.of("comparing models", signatures.models())) {
            distances = Distances.euclidean(signatures, workers, progress);
        }
        try (Progress progress = Progress.of("finding trees", signatures.models() - 1)) {
            Dendrogram dendrogram = Linkage.AVERAGE.cluster(distances, progress);
            return new Survey(signer, signatures, dendrogram, Trees.find(dendrogram));
        }
    }

    /** A router to the trees that were found. */
    public Router router() {
        return Router.fit(signer, signatures, trees.labels());
    }

    static Signatures sign(Signer signer, List<Path> files, Workers workers) {
        try (Progress progress = Progress.of("reading models", files.size())) {
            return signer.sign(files, workers, progress);
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
