package org.modeljungle.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Results;

/** Outcomes as the numbers of a results file. */
final class OutcomeMetrics {

    private OutcomeMetrics() {}

    /** One quality for each setting. */
    static List<Results.Metric> qualities(String prefix, Outcomes outcomes, String why) {
        return outcomes.groups().stream()
                .map(group -> quality(prefix, group, why))
                .toList();
    }

    private static Results.Metric quality(String prefix, Outcomes group, String why) {
        String unit = word(group.first().outcome().measure());
        String name = name(prefix, group) + unit;
        Set<Integer> counts =
                group.trials().stream().map(trial -> trial.outcome().n()).collect(Collectors.toSet());
        Check.that(
                counts.size() == 1,
                "metric %s: expected repeats tested on as many models each, found %s",
                name,
                counts);
        double chance = Spread.of(group.each(Outcome::chance)).mean();
        Check.that(
                !Double.isNaN(chance),
                "metric %s: expected outcomes that know what guessing reaches, found none; Outcome.withChance says it",
                name);
        int n = group.first().outcome().n();
        return why.isEmpty()
                ? Results.Metric.over(name, group.scores(), unit, chance, n)
                : Results.Metric.over(name, group.scores(), unit, chance, n, why);
    }

    /** What each setting costs. */
    static List<Results.Metric> costs(String prefix, Outcomes outcomes) {
        return outcomes.groups().stream()
                .flatMap(group -> {
                    String name = name(prefix, group);
                    Outcome.Costs costs = group.first().outcome().costs();
                    double seconds = Spread.of(
                                    group.each(outcome -> outcome.costs().seconds()))
                            .mean();
                    return Stream.of(
                            Results.Metric.count(name + "parameters", costs.parameters(), "numbers"),
                            Results.Metric.count(name + "flops", costs.flops(), "operations"),
                            Results.Metric.cost(name + "seconds", seconds, "seconds"));
                })
                .toList();
    }

    private static String name(String prefix, Outcomes group) {
        return group.first().settings().values().stream()
                .map(value -> word(value) + "/")
                .collect(Collectors.joining("", prefix + "/", ""));
    }

    /** A setting's value in a metric's name: lower case letters, digits and dashes. */
    private static String word(Object value) {
        return String.valueOf(value)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    }
}
