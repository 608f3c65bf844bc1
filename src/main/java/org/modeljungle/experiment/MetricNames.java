package org.modeljungle.experiment;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeljungle.Results;

/** Metrics under names that a pattern gives. */
final class MetricNames {

    private static final Pattern SETTING = Pattern.compile("\\{([^{}]*)\\}");

    private MetricNames() {}

    /** The score of each setting, as {@link OutcomeMetrics#qualities}. */
    static List<Results.Metric> named(String pattern, Outcomes outcomes, String why) {
        String cure =
                "tell them apart by more of the settings %s in the pattern '%s', or by other names of their values"
                        .formatted(outcomes.settings(), pattern);
        return DistinctMetrics.of(outcomes.groups().stream().map(group -> metric(pattern, group, why)), cure);
    }

    private static DistinctMetrics.Of metric(String pattern, Outcomes group, String why) {
        Results.Metric metric = OutcomeMetrics.qualities("trials", group, why).get(0);
        Results.Metric renamed = new Results.Metric(
                name(pattern, group.first()),
                metric.kind(),
                metric.value(),
                metric.std(),
                metric.unit(),
                metric.chance(),
                metric.n(),
                metric.seeds(),
                metric.why());
        return new DistinctMetrics.Of(group, renamed);
    }

    private static String name(String pattern, Trial trial) {
        return SETTING.matcher(pattern)
                .replaceAll(setting -> Matcher.quoteReplacement(OutcomeMetrics.word(trial.setting(setting.group(1)))));
    }
}
