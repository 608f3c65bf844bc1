package org.modeljungle.router;

import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Results;
import org.modeljungle.metrics.RocAuc;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How good a router is on models whose trees are known. What there were no models to measure on is NaN.
 *
 * @param accuracy of the models of known trees, the share that is sent to its own
 * @param falseAlarms of the models of known trees, the share that is called unknown
 * @param misses of the models of unknown trees, the share that is sent to a known one
 * @param auc how often a model of an unknown tree is more novel than one of a known tree
 * @param known the number of models of known trees
 * @param unknown the number of models of unknown trees
 */
public record RoutingScore(double accuracy, double falseAlarms, double misses, double auc, int known, int unknown) {

    /**
     * Compares routes with the truth.
     *
     * @param routes the router's answers
     * @param truth the index of each model's tree, or {@link Route#UNKNOWN} // [models]
     */
    public static RoutingScore of(List<Route> routes, int[] truth) {
        Check.that(
                routes.size() == truth.length,
                "routing score: expected a tree for each of %d routes, found %d",
                routes.size(),
                truth.length);
        int[] known = which(truth.length, i -> truth[i] != Route.UNKNOWN);
        int[] unknown = which(truth.length, i -> truth[i] == Route.UNKNOWN);
        return new RoutingScore(
                share(known, i -> routes.get(i).tree() == truth[i]),
                share(known, i -> !routes.get(i).known()),
                share(unknown, i -> routes.get(i).known()),
                known.length == 0 || unknown.length == 0
                        ? Double.NaN
                        : RocAuc.of(novelty(routes, unknown), novelty(routes, known)),
                known.length,
                unknown.length);
    }

    /**
     * Several scores side by side.
     *
     * @param scores by what tells them apart: one row each
     */
    public static Table table(String title, Map<String, RoutingScore> scores) {
        List<RoutingScore> all = List.copyOf(scores.values());
        return Table.create(title)
                .addColumns(
                        StringColumn.create("router", List.copyOf(scores.keySet())),
                        counts("of known trees", all, RoutingScore::known),
                        shares("to their own tree", all, RoutingScore::accuracy),
                        shares("false alarms", all, RoutingScore::falseAlarms),
                        counts("of no known tree", all, RoutingScore::unknown),
                        shares("misses", all, RoutingScore::misses),
                        shares("AUC", all, RoutingScore::auc));
    }

    /**
     * Its shares as metrics; all of them must have been measured.
     *
     * @param prefix what their names begin with
     * @param trees the number of known trees, by which guessing is right once in so many times
     * @param why why each is measured once
     */
    public List<Results.Metric> metrics(String prefix, int trees, String why) {
        return List.of(
                Results.Metric.once(prefix + "/accuracy", accuracy, "accuracy", 1.0 / trees, known, why),
                Results.Metric.once(prefix + "/false-alarms", falseAlarms, "share", .5, known, why),
                Results.Metric.once(prefix + "/misses", misses, "share", .5, unknown, why),
                Results.Metric.once(prefix + "/auc", auc, "AUC", .5, known + unknown, why));
    }

    private static IntColumn counts(String name, List<RoutingScore> scores, ToIntFunction<RoutingScore> count) {
        return IntColumn.create(name, scores.stream().mapToInt(count).toArray());
    }

    private static DoubleColumn shares(String name, List<RoutingScore> scores, ToDoubleFunction<RoutingScore> share) {
        return DoubleColumn.create(name, scores.stream().mapToDouble(share).toArray());
    }

    private static int[] which(int count, IntPredicate wanted) {
        return IntStream.range(0, count).filter(wanted).toArray();
    }

    private static double share(int[] models, IntPredicate counted) {
        return IntStream.of(models).filter(counted).count() / (double) models.length;
    }

    private static double[] novelty(List<Route> routes, int[] models) {
        return IntStream.of(models).mapToDouble(i -> routes.get(i).novelty()).toArray();
    }
}
