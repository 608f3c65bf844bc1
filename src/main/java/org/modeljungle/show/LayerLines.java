package org.modeljungle.show;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.modeljungle.experiment.Outcome;
import org.modeljungle.experiment.Outcomes;
import org.modeljungle.layers.LayerPlace;
import org.modeljungle.metrics.Spread;

/** Outcomes of readers of one layer each as lines over depth, one for each kind of layer. */
final class LayerLines {

    /** A number of each layer of a kind, by depth. */
    private record Line(double[] depths, double[] means, double[] spreads) {}

    private LayerLines() {}

    static XyChart add(XyChart chart, Outcomes outcomes, String setting, ToDoubleFunction<Outcome> number) {
        List<String> layers =
                outcomes.values(setting).stream().map(String::valueOf).toList();
        Map<String, Map<Integer, Spread>> kinds = new LinkedHashMap<>();
        LayerPlace.all(layers)
                .forEach((layer, place) -> kinds.computeIfAbsent(place.kind(), kind -> new LinkedHashMap<>())
                        .put(
                                place.depth(),
                                Spread.of(outcomes.where(setting, layer).each(number))));
        XyChart all = chart;
        for (Map.Entry<String, Map<Integer, Spread>> kind : kinds.entrySet()) {
            Line line = line(kind.getValue());
            all = all.series(kind.getKey(), line.depths, line.means, line.spreads);
        }
        return all;
    }

    private static Line line(Map<Integer, Spread> byDepth) {
        int[] depths = byDepth.keySet().stream().mapToInt(i -> i).sorted().toArray();
        Line line = new Line(new double[depths.length], new double[depths.length], new double[depths.length]);
        for (int i = 0; i < depths.length; i++) {
            line.depths[i] = depths[i];
            line.means[i] = byDepth.get(depths[i]).mean();
            line.spreads[i] = OutcomeCharts.error(byDepth.get(depths[i]));
        }
        return line;
    }
}
