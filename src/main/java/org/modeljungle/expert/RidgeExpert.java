package org.modeljungle.expert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.Gram;
import org.modeljungle.ridge.ResidualGram;
import org.modeljungle.ridge.ResidualMap;
import org.modeljungle.ridge.Ridge;

/**
 * Ridge regression in closed form from a model's residual, its weights less the tree's centre, to its classes; every layer
 * that is read counts the same.
 *
 * @param name its name in tables
 * @param layers the layers it reads; none stands for all there are
 */
public record RidgeExpert(String name, List<String> layers) implements Expert {

    public RidgeExpert {
        layers = List.copyOf(layers);
    }

    /** Reads one layer. */
    public static RidgeExpert layer(String layer) {
        return new RidgeExpert("ridge-layer", List.of(layer));
    }

    /** Reads every layer. */
    public static RidgeExpert allLayers() {
        return new RidgeExpert("ridge-all", List.of());
    }

    @Override
    public long steps(WeightTask task) {
        return layers(task).size();
    }

    @Override
    public LinearReader fit(WeightTask task, Seeds seeds) {
        return (LinearReader) Expert.super.fit(task, seeds);
    }

    @Override
    public LinearReader fit(WeightTask task, Seeds seeds, Progress progress) {
        int[] everyone = IntStream.range(0, task.train().length).toArray();
        List<ResidualGram> grams = new ArrayList<>();
        for (String layer : layers(task)) {
            LayerBank train = task.bank(layer).select(task.train());
            grams.add(Gram.of(train, progress).residual(everyone));
            progress.step();
        }
        Ridge ridge = Ridge.fit(ResidualGram.mean(grams).trainGram(), task.labelsOf(task.train()));
        Map<String, ResidualMap> maps = new LinkedHashMap<>();
        for (String layer : layers(task)) {
            LayerBank train = task.bank(layer).select(task.train());
            maps.put(layer, ResidualMap.of(train, ridge.alpha(), 1.0 / grams.size()));
        }
        return new LinearReader(name, maps, ridge.mean(), ridge.lambda(), ridge.leaveOneOutError());
    }

    @Override
    public List<String> layers(WeightTask task) {
        return layers.isEmpty() ? List.copyOf(task.banks().keySet()) : layers;
    }
}
