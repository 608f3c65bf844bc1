package org.modeljungle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * The numbers of a notebook or benchmark, with the record of how they were made. Tables and figures are drawn from these,
 * never typed.
 *
 * @param run how they were made
 * @param metrics the numbers, in the order added
 */
public record Results(Run run, List<Metric> metrics) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
            .build();

    /**
     * One number.
     *
     * @param name {@code task/method/what}, lower case, stable
     * @param value the number; a mean where there are several seeds
     * @param std the standard deviation over the seeds; null for one
     * @param unit for example accuracy, seconds, x (a ratio)
     * @param chance what blind guessing gives; null where that means nothing
     * @param n how many models or pictures each seed's number was measured on; null where that means nothing
     * @param seeds how many seeds
     */
    public record Metric(String name, double value, Double std, String unit, Double chance, Integer n, int seeds) {
        public Metric {
            Check.that(
                    name.matches("[a-z0-9-]+(/[a-z0-9-]+)+"),
                    "metric: expected a name like task/method/what in lower case, found '%s'",
                    name);
            Check.that(Double.isFinite(value), "metric %s: expected a finite number, found %s", name, value);
        }

        /** The mean and spread of one value per seed. */
        public static Metric over(String name, double[] values, String unit, Double chance, Integer n) {
            Check.that(values.length > 0, "metric %s: expected a value for each seed, found none", name);
            double mean = Arrays.stream(values).average().orElseThrow();
            double squares = DoubleStream.of(values)
                    .map(value -> (value - mean) * (value - mean))
                    .sum();
            Double std = values.length == 1 ? null : (Double) Math.sqrt(squares / (values.length - 1));
            return new Metric(name, mean, std, unit, chance, n, values.length);
        }
    }

    public Results {
        metrics = List.copyOf(metrics);
    }

    /** No numbers yet. */
    public static Results of(Run run) {
        return new Results(run, List.of());
    }

    /** The same with more numbers. */
    public Results with(Metric... more) {
        return new Results(run, Stream.concat(metrics.stream(), Stream.of(more)).toList());
    }

    /** One number by name. @throws IllegalArgumentException if there is none of that name */
    public Metric get(String name) {
        return metrics.stream()
                .filter(metric -> metric.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("results: no metric '" + name + "'; there are "
                        + metrics.stream().map(Metric::name).toList()));
    }

    /** Writes them as JSON, whole or not at all, the run's time taken now. */
    public void write(Path file) {
        Results finished = new Results(run.finished(), metrics);
        AtomicFile.write(file, out -> {
            out.write(JSON.writeValueAsBytes(finished));
            out.write('\n');
        });
    }
}
