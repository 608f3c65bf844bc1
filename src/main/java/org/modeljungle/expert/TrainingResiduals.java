package org.modeljungle.expert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.modeljungle.Progress;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.ResidualGram;
import org.modeljungle.ridge.ResidualMap;
import org.modeljungle.ridge.ResidualTransform;

/**
 * The residuals of a task's training models, which ridges of several layers are fitted on.
 *
 * @param task the models
 * @param transforms of the layers that are read, by name
 */
record TrainingResiduals(WeightTask task, Map<String, ResidualTransform> transforms) {

    /** Of these layers, whitened by this power; 0 for none. */
    static TrainingResiduals of(WeightTask task, List<String> layers, double power) {
        Map<String, ResidualTransform> transforms = new LinkedHashMap<>();
        layers.forEach(layer -> transforms.put(layer, ResidualTransform.of(train(task, layer), power)));
        return new TrainingResiduals(task, transforms);
    }

    /** The cosines of each layer's residuals, in the layers' order; a step for each. */
    List<ResidualGram> grams(Progress progress) {
        List<ResidualGram> grams = new ArrayList<>();
        transforms.forEach((layer, transform) -> {
            grams.add(transform.gram(train(task, layer), progress));
            progress.step();
        });
        return grams;
    }

    /**
     * The maps of the layers out of the dual form of a solution.
     *
     * @param alpha [train, width]
     * @param weights of the layers, in their order // [layers]
     */
    Map<String, ResidualMap> maps(double[][] alpha, double... weights) {
        Map<String, ResidualMap> maps = new LinkedHashMap<>();
        transforms.forEach(
                (layer, transform) -> maps.put(layer, transform.map(train(task, layer), alpha, weights[maps.size()])));
        return maps;
    }

    /** The reader with the smallest leave-one-out error, the first of equals, among those of several powers. */
    static LinearReader best(List<Double> powers, DoubleFunction<LinearReader> fit) {
        LinearReader best = null;
        for (double power : powers) {
            LinearReader next = fit.apply(power);
            if (best == null || next.leaveOneOutError() < best.leaveOneOutError()) {
                best = next;
            }
        }
        return best;
    }

    private static LayerBank train(WeightTask task, String layer) {
        return task.bank(layer).select(task.train());
    }
}
