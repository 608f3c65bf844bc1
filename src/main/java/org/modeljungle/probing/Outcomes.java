package org.modeljungle.probing;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;
import org.modeljungle.Check;

/**
 * Finished trainings by name, and what the repeats of one come to together: those whose trials are called {@code
 * inr-digits/probegen/repeat-0}, {@code inr-digits/probegen/repeat-1}, ... are the repeats of {@code inr-digits/probegen}.
 */
public final class Outcomes {

    private static final String REPEAT = "/repeat-";

    private final Map<String, MethodOutcome> all = new LinkedHashMap<>();

    /** The name of a trial that is one repeat of {@code name}. */
    public static String repeat(String name, int number) {
        return name + REPEAT + number;
    }

    /** Adds outcomes; one of a name that is there already takes its place. */
    public void add(Collection<MethodOutcome> outcomes) {
        outcomes.forEach(outcome -> all.put(outcome.name(), outcome));
    }

    /** All repeats of a name, in order. @throws IllegalArgumentException if there is none */
    public List<MethodOutcome> repeats(String name) {
        List<MethodOutcome> repeats = all.values().stream()
                .filter(outcome -> outcome.name().startsWith(name + REPEAT))
                .sorted((one, other) -> Integer.compare(number(one), number(other)))
                .toList();
        Check.that(
                !repeats.isEmpty(),
                "outcomes: expected a training called %s0, found none; there are %s",
                name + REPEAT,
                all.keySet());
        return repeats;
    }

    /** The first repeat of a name, for what is the same in all. */
    public MethodOutcome first(String name) {
        return repeats(name).get(0);
    }

    /** The score of each repeat on its test networks. */
    public double[] scores(String name) {
        return each(name, MethodOutcome::score);
    }

    /** The mean of {@link #scores}. */
    public double mean(String name) {
        return StatUtils.mean(scores(name));
    }

    /** The standard deviation of {@link #scores}; 0 where there is but one. */
    public double spread(String name) {
        return Math.sqrt(StatUtils.variance(scores(name)));
    }

    /** The score of each repeat on the networks that it learnt from. */
    public double[] training(String name) {
        return each(name, MethodOutcome::training);
    }

    /** The generalisation gap of each repeat: its score on networks learnt from less that on its test networks. */
    public double[] gaps(String name) {
        return each(name, MethodOutcome::gap);
    }

    /** Mean and spread of the scores for a table: {@code 0.887 ± 0.011}, or {@code 0.887} where there is but one. */
    public String text(String name) {
        return text(scores(name));
    }

    /** Mean and spread of some numbers for a table. */
    public static String text(double... values) {
        String mean = String.format(Locale.ROOT, "%.3f", StatUtils.mean(values));
        return values.length == 1
                ? mean
                : mean + String.format(Locale.ROOT, " ± %.3f", Math.sqrt(StatUtils.variance(values)));
    }

    private double[] each(String name, ToDoubleFunction<MethodOutcome> number) {
        return repeats(name).stream().mapToDouble(number).toArray();
    }

    private static int number(MethodOutcome outcome) {
        String name = outcome.name();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }
}
