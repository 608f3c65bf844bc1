package org.modeljungle.expert;

import java.util.Arrays;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.Targets;
import org.modeljungle.metanetwork.TrainedNetwork;
import org.modeljungle.metrics.ClassAccuracy;
import org.modeljungle.nets.Epochs;
import org.modeljungle.store.Target;

/**
 * What a metanetwork is trained towards. The head of a network that was trained on standardised numbers is rescaled to
 * their units, so that nothing else need be kept.
 *
 * @param network what is trained
 * @param kind of the target
 * @param wanted of the training models
 */
record TrainingTarget(Metanetwork network, Target.Kind kind, RidgeTarget wanted) {

    static TrainingTarget of(WeightTask task, Metanetwork network) {
        return new TrainingTarget(network, task.target().kind(), RidgeTarget.of(task));
    }

    Targets targets() {
        return switch (kind) {
            case LABELS -> new Targets.Labels(wanted.values());
            case LABEL ->
                new Targets.Label(Arrays.stream(wanted.values())
                        .mapToInt(ClassAccuracy::largest)
                        .toArray());
            case NUMBERS -> new Targets.Numbers(wanted.values());
        };
    }

    /** Parameters whose outputs are in the target's units: the same row where they are already. */
    float[] inUnits(float[] row) {
        if (kind != Target.Kind.NUMBERS) {
            return row;
        }
        float[] own = row.clone();
        String head = Head.parameters(kind);
        int weights = network.layout().get(head + ".weight").offset(); // [width, representation]
        int biases = network.layout().get(head + ".bias").offset(); // [width]
        for (int k = 0; k < wanted.scale().length; k++) {
            for (int i = 0; i < network.representation(); i++) {
                own[weights + k * network.representation() + i] *= wanted.scale()[k];
            }
            own[biases + k] = own[biases + k] * wanted.scale()[k] + wanted.shift()[k];
        }
        return own;
    }

    TrainedNetwork trained(Epochs.Best result) {
        return new TrainedNetwork(
                network, new Epochs.Best(inUnits(result.parameters()), result.bestEpoch(), result.history()));
    }
}
