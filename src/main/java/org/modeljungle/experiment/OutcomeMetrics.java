package org.modeljungle.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.modeljungle.Check;
import org.modeljungle.Results;

/** Outcomes as the numbers of a results file. */
final class OutcomeMetrics {

    private OutcomeMetrics() {}

    static List<Results.Metric> of(String prefix, Outcomes outcomes) {
        List<Results.Metric> metrics = new ArrayList<>();
        for (Outcomes group : outcomes.groups()) {
            Outcome first = group.first().outcome();
            String name = prefix + "/"
                    + group.first().settings().values().stream()
                            .map(value -> word(value) + "/")
                            .collect(Collectors.joining())
                    + word(first.measure());
            Set<Integer> counts =
                    group.trials().stream().map(trial -> trial.outcome().n()).collect(Collectors.toSet());
            Check.that(
                    counts.size() == 1,
                    "metric %s: expected repeats tested on as many models each, found %s",
                    name,
                    counts);
            double chance = Spread.of(group.each(Outcome::chance)).mean();
            metrics.add(Results.Metric.over(
                    name, group.scores(), word(first.measure()), Double.isNaN(chance) ? null : chance, first.n()));
        }
        return metrics;
    }

    /** A setting's value in a metric's name: lower case letters, digits and dashes. */
    static String word(Object value) {
        return String.valueOf(value)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    }
}
