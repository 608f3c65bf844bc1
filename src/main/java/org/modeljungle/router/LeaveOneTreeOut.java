package org.modeljungle.router;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Results;
import org.modeljungle.store.Models;
import org.modeljungle.tensor.Workers;
import tech.tablesaw.api.Table;

/**
 * How a router fares when a whole tree is missing among those that it learnt from, its threshold being set by the
 * others.
 *
 * @param scores of the router that does not know it, by the tree that is left out
 */
public record LeaveOneTreeOut(Map<String, RoutingScore> scores) {

    /**
     * Leaves each true tree out in turn, and routes the same models each time.
     *
     * @param survey of models whose true trees are known
     * @param match which of the found trees is which
     * @param asked other models; one without a tree belongs to no known one
     * @throws IllegalArgumentException if there are not two found trees of two models or more
     */
    public static LeaveOneTreeOut of(Survey survey, TreeMatch match, Models asked) {
        Check.that(match.found() > 1, "leaving one tree out: expected 2 found trees or more, found %d", match.found());
        Fingerprints fingerprints;
        try (Workers workers = Workers.perCore()) {
            fingerprints = Survey.fingerprint(survey.fingerprinter(), asked, workers);
        }
        int[] truth = match.truth(asked);
        Map<String, RoutingScore> scores = new LinkedHashMap<>();
        for (String tree : match.trees()) {
            int[] kept = without(match, tree);
            List<Route> routes = survey.router(label -> label < match.found() ? kept[label] : Route.UNKNOWN)
                    .route(fingerprints);
            scores.put(
                    tree,
                    RoutingScore.of(
                            routes,
                            IntStream.of(truth)
                                    .map(label -> label == Route.UNKNOWN ? label : kept[label])
                                    .toArray()));
        }
        return new LeaveOneTreeOut(scores);
    }

    /** The indices of found trees once all are gone that a true one has the most models of: it may have been split. */
    static int[] without(TreeMatch match, String tree) {
        int[][] counts = match.counts();
        int row = match.trees().indexOf(tree);
        int[] kept = new int[match.found()];
        int next = 0;
        for (int found = 0; found < kept.length; found++) {
            int most = 0;
            for (int[] of : counts) {
                most = Math.max(most, of[found]);
            }
            boolean gone = found == match.found(tree) || counts[row][found] == most;
            kept[found] = gone ? Route.UNKNOWN : next++;
        }
        return kept;
    }

    /** One row a tree that is left out. */
    public Table table() {
        Map<String, RoutingScore> rows = new LinkedHashMap<>();
        scores.forEach((tree, score) -> rows.put("without " + tree, score));
        return RoutingScore.table("Leaving one tree out", rows);
    }

    /**
     * The mean shares of false alarms and of misses, with their spread over the trees that are left out, and the worst
     * AUC.
     *
     * @param prefix what their names begin with
     * @param why why the worst AUC is one number
     */
    public List<Results.Metric> metrics(String prefix, String why) {
        int n = scores.values().iterator().next().known()
                + scores.values().iterator().next().unknown();
        double worst =
                scores.values().stream().mapToDouble(RoutingScore::auc).min().orElseThrow();
        return List.of(
                Results.Metric.over(prefix + "/false-alarms", each(RoutingScore::falseAlarms), "share", .5, n),
                Results.Metric.over(prefix + "/misses", each(RoutingScore::misses), "share", .5, n),
                Results.Metric.once(prefix + "/worst-auc", worst, "AUC", .5, n, why));
    }

    private double[] each(ToDoubleFunction<RoutingScore> number) {
        return scores.values().stream().mapToDouble(number).toArray();
    }
}
