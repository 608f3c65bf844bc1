package org.modeljungle.search;

import java.util.Arrays;
import org.modeljungle.Check;
import org.modeljungle.Seeds;

/**
 * Models as points in the plane, so that those that are near each other by their distances are near each other there: a
 * map of the jungle.
 *
 * <pre>{@code
 * ModelMap map = ModelMap.tsne(ModelDistances.cosine(alignment.allModelVectors()), seeds);
 * show(Charts.map("The jungle", map).colours("colour", colours).pictures(drawings));
 * }</pre>
 *
 * @param method how it was made: t-SNE, PCA
 * @param places the coordinates, which have no unit and no direction that means anything // [models, 2]
 */
public record ModelMap(String method, double[][] places) {

    /** Checks that all places are pairs of finite numbers. */
    public ModelMap {
        Check.that(places.length > 0, "map: expected places of 1 model or more, found none");
        for (int i = 0; i < places.length; i++) {
            Check.that(
                    places[i].length == 2 && Double.isFinite(places[i][0]) && Double.isFinite(places[i][1]),
                    "map: expected 2 finite coordinates of model %d, found %s",
                    i,
                    Arrays.toString(places[i]));
        }
    }

    /** The map of t-SNE with its usual settings; see {@link #tsne(ModelDistances, Tsne, Seeds)}. */
    public static ModelMap tsne(ModelDistances distances, Seeds seeds) {
        return tsne(distances, Tsne.of(distances.models()), seeds);
    }

    /**
     * t-SNE (van der Maaten and Hinton, JMLR 2008): keeps neighbours together, while the distances between groups and
     * their sizes mean little. It starts from {@link #pca}. The same distances, settings and seed give the same places
     * on one kind of machine, however many cores it has. It takes 40 bytes a pair of models: 1 GB for 5,000 models.
     *
     * @throws IllegalArgumentException if there are too few models for the perplexity, or all are equal
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static ModelMap tsne(ModelDistances distances, Tsne settings, Seeds seeds) {
        return new ModelMap("t-SNE", TsneRun.of(distances, settings, seeds));
    }

    /**
     * The two directions in which models differ most: principal components, which for distances that are not Euclidean
     * is classical scaling (Torgerson 1952). Unlike t-SNE it keeps large distances, and shows groups only if there are
     * few.
     *
     * @throws IllegalArgumentException if all models are equal
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static ModelMap pca(ModelDistances distances, Seeds seeds) {
        return new ModelMap("PCA", PrincipalAxes.of(distances.squares(), seeds));
    }

    /** How many models there are. */
    public int models() {
        return places.length;
    }

    @Override
    public String toString() {
        return "map of %d models by %s".formatted(places.length, method);
    }
}
