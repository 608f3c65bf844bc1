package org.modeljungle.experiment;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Results;
import org.modeljungle.metrics.Spread;

/** Outcomes as the numbers of a results file. */
final class OutcomeMetrics {

    private static final Pattern OTHER_LETTER = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}&&[^a-z0-9]]");
    private static final Pattern OTHER = Pattern.compile("[^a-z0-9]");

    private OutcomeMetrics() {}

    /** One quality for each setting. */
    static List<Results.Metric> qualities(String prefix, Outcomes outcomes, String why) {
        return DistinctMetrics.of(
                outcomes.groups().stream().map(group -> new DistinctMetrics.Of(group, quality(prefix, group, why))));
    }

    /** One quality for each setting and each measure that has a basis in all trials; the main one where none has. */
    static List<Results.Metric> allQualities(String prefix, Outcomes outcomes, String why) {
        Set<String> measures =
                new LinkedHashSet<>(outcomes.first().outcome().bases().keySet());
        outcomes.forEach(trial -> measures.retainAll(trial.outcome().bases().keySet()));
        if (measures.isEmpty()) {
            return qualities(prefix, outcomes, why);
        }
        return DistinctMetrics.of(outcomes.groups().stream()
                .flatMap(group -> measures.stream().map(group::by))
                .map(group -> new DistinctMetrics.Of(group, quality(prefix, group, why))));
    }

    private static Results.Metric quality(String prefix, Outcomes group, String why) {
        String name = name(prefix, group.first().settings().values());
        double chance = Spread.of(group.each(Outcome::chance)).mean();
        Check.that(
                !Double.isNaN(chance),
                "metric %s: expected outcomes that know what guessing reaches, found none; Outcome.withChance says it",
                name + measure(group));
        return of(name, group, group.scores(), chance, why);
    }

    /** One quality of each setting, told by its score on models learnt from less that on others. */
    static List<Results.Metric> gaps(String prefix, Outcomes outcomes, String why) {
        return DistinctMetrics.of(outcomes.groups().stream().map(group -> {
            String name = name(prefix, group.first().settings().values()) + "gap";
            return new DistinctMetrics.Of(group, over(name, group, group.gaps(), 0, why));
        }));
    }

    /**
     * The numbers of each repeat as a quality named after the measure.
     *
     * @param start what its name begins with, as {@link #name} gives it
     */
    static Results.Metric of(String start, Outcomes group, double[] values, double chance, String why) {
        return over(start + measure(group), group, values, chance, why);
    }

    private static Results.Metric over(String name, Outcomes group, double[] values, double chance, String why) {
        Set<Integer> counts =
                group.trials().stream().map(trial -> trial.outcome().n()).collect(Collectors.toSet());
        Check.that(
                counts.size() == 1,
                "metric %s: expected repeats tested on as many models each, found %s",
                name,
                counts);
        int n = group.first().outcome().n();
        String unit = word(group.first().outcome().unit());
        return why.isEmpty()
                ? Results.Metric.over(name, values, unit, chance, n)
                : Results.Metric.over(name, values, unit, chance, n, why);
    }

    /** {@code held-out/top-5} keeps its two parts. */
    private static String measure(Outcomes group) {
        return Stream.of(group.first().outcome().measure().split("/"))
                .map(OutcomeMetrics::word)
                .collect(Collectors.joining("/"));
    }

    /** What each setting costs. */
    static List<Results.Metric> costs(String prefix, Outcomes outcomes) {
        return DistinctMetrics.of(outcomes.groups().stream()
                .flatMap(group -> costsOf(prefix, group).map(cost -> new DistinctMetrics.Of(group, cost))));
    }

    private static Stream<Results.Metric> costsOf(String prefix, Outcomes group) {
        String name = name(prefix, group.first().settings().values());
        Outcome.Costs costs = group.first().outcome().costs();
        double seconds =
                Spread.of(group.each(outcome -> outcome.costs().seconds())).mean();
        return Stream.of(
                Results.Metric.count(name + "parameters", costs.parameters(), "numbers"),
                Results.Metric.count(name + "flops", costs.flops(), "operations"),
                Results.Metric.cost(name + "seconds", seconds, "seconds"));
    }

    /**
     * What a metric's name begins with: the prefix and the values of what was varied, a number behind a text with a
     * dash.
     */
    static String name(String prefix, Collection<Object> values) {
        StringBuilder name = new StringBuilder(prefix.isEmpty() ? "" : prefix + "/");
        Object before = 0;
        for (Object value : values) {
            if (value instanceof Number && !(before instanceof Number)) {
                name.setCharAt(name.length() - 1, '-');
            }
            name.append(word(value)).append('/');
            before = value;
        }
        return name.toString();
    }

    /**
     * A setting's value in a metric's name: lower case letters, digits and dashes. A negative number begins with minus.
     * Other letters are told by their codes, {@code β} as {@code u03b2}; so is a text without letters and digits.
     */
    static String word(Object value) {
        boolean negative = value instanceof Number number && number.doubleValue() < 0;
        String text = (negative ? "minus" + value : String.valueOf(value)).toLowerCase(Locale.ROOT);
        String word = dashed(OTHER_LETTER.matcher(text).replaceAll(OutcomeMetrics::code));
        if (!word.isEmpty()) {
            return word;
        }
        return text.isEmpty() ? "empty" : dashed(OTHER.matcher(text).replaceAll(OutcomeMetrics::code));
    }

    private static String code(MatchResult letter) {
        return String.format(Locale.ROOT, "-u%04x-", letter.group().codePointAt(0));
    }

    private static String dashed(String text) {
        return text.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
