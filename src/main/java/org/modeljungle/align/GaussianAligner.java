package org.modeljungle.align;

import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.ridge.ResidualGram;

/**
 * A {@link RidgeAlignment} that reads all layers and need not be linear, for experiments.
 *
 * @param name its name in tables
 * @param kernel of the mean cosine over all layers
 */
public record GaussianAligner(String name, GaussianKernel kernel) implements Aligner {

    /** Named {@code gaussian-ridge}. */
    public static GaussianAligner of(double gamma) {
        return new GaussianAligner("gaussian-ridge", new GaussianKernel(gamma));
    }

    @Override
    public long steps(AlignmentTask task) {
        return 1;
    }

    @Override
    public RidgeAlignment fit(AlignmentTask task, TrainingContext context) {
        ResidualGram cosines = ResidualGram.of(task.grams(), task.split().train());
        RidgeAlignment aligned = RidgeAlignment.of(kernel.of(cosines), task.captions(), task.encoder());
        context.progress().step();
        return aligned;
    }
}
