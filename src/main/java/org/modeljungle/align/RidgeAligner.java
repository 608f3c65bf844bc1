package org.modeljungle.align;

import java.util.Optional;
import org.modeljungle.experiment.TrainingContext;

/**
 * A {@link RidgeAlignment}, for experiments.
 *
 * @param name its name in tables
 * @param isBest whether it reads the one layer with the smallest leave-one-out error, else all of them
 */
public record RidgeAligner(String name, boolean isBest) implements Aligner {

    /** Reads the mean of all layers. */
    public static RidgeAligner allLayers() {
        return new RidgeAligner("ridge-all-layers", false);
    }

    /** Reads the layer with the smallest leave-one-out error. */
    public static RidgeAligner bestLayer() {
        return new RidgeAligner("ridge-best-layer", true);
    }

    @Override
    public long steps(AlignmentTask task) {
        return task.banks().size();
    }

    @Override
    public RidgeAlignment fit(AlignmentTask task, TrainingContext context) {
        RidgeAlignment aligned = isBest ? RidgeAlignment.bestLayer(task) : RidgeAlignment.allLayers(task);
        context.progress().step(task.banks().size());
        return aligned;
    }

    /** It is a map of each layer; empty where one has more than 2 GiB. */
    @Override
    public Optional<AlignmentReader> reader(Alignment aligned, AlignmentTask task) {
        RidgeAlignment own = (RidgeAlignment) aligned;
        return own.hasReader(task.banks()) ? Optional.of(own.reader(task.banks())) : Optional.empty();
    }
}
