package org.modeljungle.show;

import java.util.List;
import java.util.stream.Collectors;
import org.modeljungle.weights.LayerSize;

/** Pieces that flows have in common. */
final class FlowParts {

    private static final int NAMED = 2; // layers

    private FlowParts() {}

    /** The parameters of a linear map with a bias. */
    static long linear(long inputs, long outputs) {
        return inputs * outputs + outputs;
    }

    /** The layers that something reads. */
    static FlowStep input(List<LayerSize> layers) {
        if (layers.size() == 1) {
            LayerSize layer = layers.get(0);
            return FlowStep.input(layer.name(), layer.rows(), layer.cols());
        }
        if (layers.isEmpty()) {
            return FlowStep.input("weights of a model");
        }
        String shapes = layers.stream()
                .map(layer -> FlowStep.shape(layer.rows(), layer.cols()))
                .distinct()
                .limit(NAMED + 1L)
                .collect(Collectors.joining(", "));
        return new FlowStep(layers.size() + " layers", shapes, 0, 0);
    }
}
