package org.modeljungle.align;

import java.util.ArrayList;
import java.util.List;
import org.modeljungle.experiment.Workplace;
import org.modeljungle.ridge.Gram;

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
    public RidgeAlignment fit(AlignmentTask task, Workplace place) {
        List<Gram> grams = new ArrayList<>();
        task.banks().values().forEach(bank -> {
            grams.add(Gram.of(bank, place.progress()));
            place.progress().step();
        });
        int[] train = task.split().train();
        return isBest
                ? RidgeAlignment.bestLayer(grams, task.captions(), train, task.encoder())
                : RidgeAlignment.allLayers(grams, task.captions(), train, task.encoder());
    }
}
