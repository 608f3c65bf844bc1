package org.modeljungle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The numbers of a notebook or benchmark, with the record of how they were made. Tables and figures are drawn from
 * these, never typed.
 *
 * @param run how they were made
 * @param metrics the numbers, in the order added
 */
public record Results(Run run, List<Metric> metrics) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .build();

    /** What a number says. */
    public enum Kind {
        /** How well something works: it has a chance, a number of things it was measured on, and a spread. */
        QUALITY,
        /** How many there are: trees, parameters, operations. */
        COUNT,
        /** What something takes: seconds, bytes. */
        COST;

        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One number. A quality is made by {@link #over} or {@link #once}, anything else by {@link #count} or
     * {@link #cost}.
     *
     * @param name {@code task/method/what}, lower case, stable
     * @param kind what it says
     * @param value the number; a mean where there are several repeats
     * @param std the standard deviation over the repeats; null for one
     * @param unit for example accuracy, seconds, x (a ratio)
     * @param chance what guessing gives; null unless it is a quality
     * @param n how many models or pictures each repeat's number was measured on; null unless it is a quality
     * @param seeds how many repeats, each with a seed of its own
     * @param why why there is one repeat only; null unless it is such a quality
     */
    public record Metric(
            String name,
            Kind kind,
            double value,
            Double std,
            String unit,
            Double chance,
            Integer n,
            int seeds,
            String why) {

        /** Checks that a quality says all that belongs to it. */
        public Metric {
            Check.that(
                    name.matches("[a-z0-9-]+(/[a-z0-9-]+)+"),
                    "metric: expected a name like task/method/what in lower case, found '%s'",
                    name);
            Check.that(Double.isFinite(value), "metric %s: expected a finite number, found %s", name, value);
            Check.that(
                    (std == null || Double.isFinite(std)) && (chance == null || Double.isFinite(chance)),
                    "metric %s: expected a finite spread and a finite chance, found %s and %s",
                    name,
                    std,
                    chance);
            Check.that(seeds > 0, "metric %s: expected a value for each repeat, found none", name);
            Check.that(
                    (seeds > 1) == (std != null),
                    "metric %s: expected a spread over two repeats or more, and none over one, found %s over %d",
                    name,
                    std,
                    seeds);
            boolean quality = kind == Kind.QUALITY;
            Check.that(
                    quality == (chance != null) && quality == (n != null),
                    "metric %s: expected chance and n for a quality, and for nothing else, found chance %s and n %s for a %s",
                    name,
                    chance,
                    n,
                    kind);
            Check.that(!quality || n > 0, "metric %s: expected it measured on 1 thing or more, found %s", name, n);
            boolean alone = quality && seeds == 1;
            Check.that(
                    alone ? why != null && !why.isBlank() : why == null,
                    "metric %s: expected a reason where a quality has one repeat, and nowhere else, found '%s' for %d; repeat"
                            + " it with other seeds, or say why it cannot be: Metric.once(name, value, unit, chance, n, why)",
                    name,
                    why,
                    seeds);
        }

        /**
         * The mean and spread of a quality over repeats.
         *
         * @param values of each repeat, two or more
         * @param chance what guessing gives
         * @param n how many models or pictures each value was measured on
         * @throws IllegalArgumentException if there is one value: {@link #once} says why
         */
        public static Metric over(String name, double[] values, String unit, double chance, int n) {
            return of(name, Kind.QUALITY, values, unit, chance, n, null);
        }

        /**
         * The same where a short run has one repeat and a long one several.
         *
         * @param values of each repeat
         * @param why why there is one repeat only, if so
         */
        public static Metric over(String name, double[] values, String unit, double chance, int n, String why) {
            return of(name, Kind.QUALITY, values, unit, chance, n, values.length == 1 ? why : null);
        }

        /**
         * A quality that was measured once.
         *
         * @param chance what guessing gives
         * @param n how many models or pictures it was measured on
         * @param why why it has no spread, in a few words
         */
        public static Metric once(String name, double value, String unit, double chance, int n, String why) {
            return of(name, Kind.QUALITY, new double[] {value}, unit, chance, n, why);
        }

        /** How many there are: trees, parameters, operations. */
        public static Metric count(String name, long value, String unit) {
            return of(name, Kind.COUNT, new double[] {value}, unit, null, null, null);
        }

        /** What something takes: seconds, bytes, a ratio of two costs. */
        public static Metric cost(String name, double value, String unit) {
            return cost(name, new double[] {value}, unit);
        }

        /** The mean and spread of a cost over repeats. */
        public static Metric cost(String name, double[] values, String unit) {
            return of(name, Kind.COST, values, unit, null, null, null);
        }

        private static Metric of(
                String name, Kind kind, double[] values, String unit, Double chance, Integer n, String why) {
            double mean = Arrays.stream(values).average().orElse(0);
            double squares = DoubleStream.of(values)
                    .map(value -> (value - mean) * (value - mean))
                    .sum();
            Double std = values.length < 2 ? null : (Double) Math.sqrt(squares / (values.length - 1));
            return new Metric(name, kind, mean, std, unit, chance, n, values.length, why);
        }
    }

    /** Copies the list, and checks that no two metrics have one name. */
    public Results {
        metrics = List.copyOf(metrics);
        Set<String> names = new HashSet<>();
        for (Metric metric : metrics) {
            Check.that(
                    names.add(metric.name),
                    "results of %s: expected each metric once, found a second '%s'; give it another name",
                    run.name(),
                    metric.name);
        }
    }

    /** No numbers yet. */
    public static Results of(Run run) {
        return new Results(run, List.of());
    }

    /**
     * The same with more numbers.
     *
     * @throws IllegalArgumentException if one has the name of another
     */
    public Results with(Metric... more) {
        return new Results(run, Stream.concat(metrics.stream(), Stream.of(more)).toList());
    }

    /** The same with more numbers. */
    public Results with(Collection<Metric> more) {
        return with(more.toArray(Metric[]::new));
    }

    /**
     * One number by name.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Metric get(String name) {
        return metrics.stream()
                .filter(metric -> metric.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("results: no metric '" + name + "'; there are "
                        + metrics.stream().map(Metric::name).toList()));
    }

    /**
     * Writes them as JSON, whole or not at all, the run's time taken now.
     *
     * @throws IllegalArgumentException in a notebook, if a cell failed or was stopped and did not go through later, as
     *     {@link CellHistory} has it
     */
    public void write(Path file) {
        CellHistory.check(Instant.parse(run.started()));
        Results finished = new Results(run.finished(), metrics);
        AtomicFile.write(file, out -> {
            out.write(JSON.writeValueAsBytes(finished));
            out.write('\n');
        });
    }
}
