package org.modeljungle.experiment;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeljungle.Check;
import org.modeljungle.Results;

/** Metrics under names that a pattern gives. */
final class MetricNames {

    private static final Pattern SETTING = Pattern.compile("\\{([^{}]*)\\}");

    private MetricNames() {}

    /** The score of each setting, as {@link OutcomeMetrics#qualities}. */
    static List<Results.Metric> named(String pattern, Outcomes outcomes, String why) {
        List<Results.Metric> metrics = outcomes.groups().stream()
                .map(group -> {
                    Results.Metric metric =
                            OutcomeMetrics.qualities("trials", group, why).get(0);
                    return new Results.Metric(
                            name(pattern, group.first()),
                            metric.kind(),
                            metric.value(),
                            metric.std(),
                            metric.unit(),
                            metric.chance(),
                            metric.n(),
                            metric.seeds(),
                            metric.why());
                })
                .toList();
        Set<String> seen = new HashSet<>();
        metrics.forEach(metric -> Check.that(
                seen.add(metric.name()),
                "metrics of '%s': expected a pattern that tells settings apart, found two '%s'; the settings are %s",
                pattern,
                metric.name(),
                outcomes.settings()));
        return metrics;
    }

    private static String name(String pattern, Trial trial) {
        return SETTING.matcher(pattern)
                .replaceAll(setting -> Matcher.quoteReplacement(OutcomeMetrics.word(trial.setting(setting.group(1)))));
    }
}
