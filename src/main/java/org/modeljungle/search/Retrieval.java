package org.modeljungle.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.Progress;
import org.modeljungle.layers.Indices;
import org.modeljungle.metrics.AveragePrecision;
import org.modeljungle.metrics.Ranks;

/**
 * How well models with the same label are found by one of them: every query puts the others in the order of their
 * distance from it. The label may be the caption, its colour, the tree, or whatever else is known of each.
 *
 * <pre>{@code
 * Retrieval found = Retrieval.of(ModelDistances.cosine(reader.representations(models)), models.captions());
 * found.meanAveragePrecision();
 * found.precision(4);
 * }</pre>
 *
 * @param queries the models that were asked for their likes
 * @param averagePrecisions the average precision of each query // [queries]
 * @param places of the models with each query's label, ascending, 1 for the nearest model; others at the same distance
 *     come before them // [queries][models of its label]
 * @param chance the mean share of models with the query's label: what both measures are by chance
 */
public record Retrieval(int[] queries, List<Double> averagePrecisions, List<int[]> places, double chance) {

    /** Copies the lists. */
    public Retrieval {
        averagePrecisions = List.copyOf(averagePrecisions);
        places = List.copyOf(places);
    }

    /**
     * Every model as a query, all others being searched.
     *
     * @param labels one for each model
     * @throws IllegalArgumentException if there is not a label for each, or a model is the only one with its label
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Retrieval of(ModelDistances distances, List<String> labels) {
        int[] all = IntStream.range(0, distances.models()).toArray();
        return of(distances, labels, all, all);
    }

    /**
     * Some models as queries.
     *
     * @param labels one for each model
     * @param queries for example {@code split.heldOut()}
     * @param searched the models that are put in order; of these a query itself is left out
     * @throws IllegalArgumentException if there is not a label for each, no such model, or none with a query's label
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static Retrieval of(ModelDistances distances, List<String> labels, int[] queries, int[] searched) {
        distances.checkLabels("retrieval", labels.size());
        Indices.check("retrieval's queries", queries, distances.models());
        Indices.check("retrieval's searched models", searched, distances.models());
        List<Double> precisions = new ArrayList<>();
        List<int[]> places = new ArrayList<>();
        double chance = 0;
        try (Progress progress = Progress.of("retrieving models", queries.length)) {
            for (int query : queries) {
                int[] others =
                        Arrays.stream(searched).filter(other -> other != query).toArray();
                double[] scores = Arrays.stream(distances.to(query, others))
                        .map(distance -> -distance)
                        .toArray();
                boolean[] same = same(labels, query, others);
                places.add(Ranks.ofAll(scores, same));
                precisions.add(AveragePrecision.of(scores, same));
                chance += places.get(places.size() - 1).length / (double) others.length / queries.length;
                progress.step();
            }
        }
        return new Retrieval(queries.clone(), precisions, places, chance);
    }

    private static boolean[] same(List<String> labels, int query, int... others) {
        boolean[] same = new boolean[others.length];
        boolean any = false;
        for (int i = 0; i < same.length; i++) {
            same[i] = labels.get(others[i]).equals(labels.get(query));
            any |= same[i];
        }
        Check.that(
                any,
                "retrieval: expected another model labelled '%s' among the %d searched for query %d, found none; leave"
                        + " it out of the queries",
                labels.get(query),
                others.length,
                query);
        return same;
    }

    /** The mean over all queries of the average precision. */
    public double meanAveragePrecision() {
        return averagePrecisions.stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }

    /**
     * The mean over all queries of precision at k: the share of models with the query's label among the nearest k.
     *
     * @throws IllegalArgumentException if k is below 1
     */
    public double precision(int k) {
        return places.stream()
                .mapToDouble(own -> Ranks.precision(k, own))
                .average()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return "%d queries: mean average precision %s, precision at 1 %s, both %s by chance"
                .formatted(
                        queries.length,
                        Numbers.text(meanAveragePrecision()),
                        Numbers.text(precision(1)),
                        Numbers.text(chance));
    }
}
