package org.modeljungle.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeljungle.Results;
import org.modeljungle.Seeds;
import org.modeljungle.metrics.RocAuc;
import tech.tablesaw.api.Table;

class RoutingScoreTest {

    private static Route route(int tree, double novelty) {
        return new Route(novelty > 1 ? Route.UNKNOWN : tree, tree, 0, 0, novelty);
    }

    @Test
    void countsWhatWentWrong() {
        List<Route> routes =
                List.of(route(0, .1), route(1, .2), route(0, .3), route(1, 1.5), route(1, 1.2), route(0, .9));
        RoutingScore score = RoutingScore.of(routes, new int[] {0, 1, 1, 1, Route.UNKNOWN, Route.UNKNOWN});
        assertThat(score.accuracy()).isEqualTo(.5);
        assertThat(score.falseAlarms()).isEqualTo(.25);
        assertThat(score.misses()).isEqualTo(.5);
        assertThat(score.auc()).isEqualTo(6 / 8.0);
        assertThat(score.known()).isEqualTo(4);
        assertThat(score.unknown()).isEqualTo(2);
    }

    @Test
    void scoresAreShownSideBySideAndAsMetrics() {
        RoutingScore score = new RoutingScore(.75, .25, .5, .875, 4, 2);
        Table table = RoutingScore.table("Routing", Map.of("one", score));
        assertThat(table.columnNames())
                .containsExactly(
                        "router",
                        "of known trees",
                        "to their own tree",
                        "false alarms",
                        "of no known tree",
                        "misses",
                        "AUC");
        assertThat(table.doubleColumn("AUC").asList()).containsExactly(.875);
        assertThat(score.metrics("router/nearest", 4, "one jungle"))
                .containsExactly(
                        Results.Metric.once("router/nearest/accuracy", .75, "accuracy", .25, 4, "one jungle"),
                        Results.Metric.once("router/nearest/false-alarms", .25, "share", .5, 4, "one jungle"),
                        Results.Metric.once("router/nearest/misses", .5, "share", .5, 2, "one jungle"),
                        Results.Metric.once("router/nearest/auc", .875, "AUC", .5, 6, "one jungle"));
    }

    @Test
    void whatCannotBeMeasuredIsNaN() {
        RoutingScore known = RoutingScore.of(List.of(route(0, .1)), new int[] {0});
        assertThat(known.accuracy()).isEqualTo(1);
        assertThat(known.misses()).isNaN();
        assertThat(known.auc()).isNaN();
        assertThat(RoutingScore.of(List.of(route(0, 2)), new int[] {-1}).accuracy())
                .isNaN();
        assertThatThrownBy(() -> RoutingScore.of(List.of(), new int[1]))
                .hasMessage("routing score: expected a tree for each of 0 routes, found 1");
    }

    @Test
    void theAreaIsTheShareOfPairsInOrder() {
        double[] positives = new double[23];
        double[] negatives = new double[31];
        var random = new Seeds(4).random();
        for (int i = 0; i < positives.length; i++) {
            positives[i] = 1 + random.nextInt(8); // many ties
        }
        for (int i = 0; i < negatives.length; i++) {
            negatives[i] = random.nextInt(8);
        }
        double pairs = 0;
        for (double positive : positives) {
            for (double negative : negatives) {
                pairs += positive > negative ? 1 : positive == negative ? .5 : 0;
            }
        }
        assertThat(RocAuc.of(positives, negatives)).isEqualTo(pairs / (23 * 31), within(1e-12));
        assertThat(RocAuc.of(new double[] {2, Double.POSITIVE_INFINITY}, new double[] {1}))
                .isEqualTo(1);
        assertThatThrownBy(() -> RocAuc.of(positives, new double[0]))
                .hasMessage("AUC: expected positives and negatives, found 23 and 0");
        assertThatThrownBy(() -> RocAuc.of(new double[] {Double.NaN}, negatives))
                .hasMessage("AUC: expected scores, found NaN");
    }

    @Test
    void theBorderLiesInTheMiddleOfSquares() {
        assertThat(Threshold.between(new double[] {1, 2}, new double[] {4, 5})).isEqualTo(Math.sqrt(10), within(1e-12));
        assertThat(Threshold.between(new double[0], new double[] {4, 5})).isEqualTo(Math.sqrt(8), within(1e-12));
    }

    @Test
    void theBorderHasTheFewestErrorsWhereScoresOverlap() {
        double[] known = {1, 2, 3, 9};
        double[] unknown = {2.5, 5, 6, 7, 8};
        assertThat(Threshold.between(known, unknown)).isEqualTo(Math.sqrt((9 + 25) / 2.0), within(1e-12));
    }
}
