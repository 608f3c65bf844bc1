package org.modeljungle.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.Results;

/** The metrics of one call: no two have one name, to which different texts may come. */
final class DistinctMetrics {

    /** What to do where two values come to one name. */
    static final String RENAME =
            "give one another name, as vary(setting, Map.of(name, value)) does; finished trials are found again";

    /** A metric, and the trials that it is of. */
    record Of(Outcomes trials, Results.Metric metric) {

        private String said() {
            return trials.first().settings() + " by '"
                    + trials.first().outcome().measure() + "'";
        }
    }

    private DistinctMetrics() {}

    /** The metrics in their order, where two of one name mean two values that come to one. */
    static List<Results.Metric> of(Stream<Of> all) {
        return of(all, RENAME);
    }

    /**
     * The metrics in their order.
     *
     * @param cure what to do where two have one name
     * @throws IllegalArgumentException if two have one name
     */
    static List<Results.Metric> of(Stream<Of> all, String cure) {
        Map<String, Of> seen = new HashMap<>();
        List<Of> metrics = all.toList();
        for (Of metric : metrics) {
            Of other = seen.putIfAbsent(metric.metric.name(), metric);
            Check.that(
                    other == null,
                    "metric %s: expected the name of one metric alone, found that of %s and of %s; %s",
                    metric.metric.name(),
                    other == null ? "" : other.said(),
                    metric.said(),
                    cure);
        }
        return metrics.stream().map(Of::metric).toList();
    }
}
