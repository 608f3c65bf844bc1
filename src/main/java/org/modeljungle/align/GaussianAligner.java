package org.modeljungle.align;

import java.util.Optional;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.ridge.GaussianKernel;

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

    /** The same under another name. */
    public GaussianAligner named(String other) {
        return new GaussianAligner(other, kernel);
    }

    @Override
    public long steps(AlignmentTask task) {
        return 1;
    }

    @Override
    public RidgeAlignment fit(AlignmentTask task, TrainingContext context) {
        RidgeAlignment aligned = RidgeAlignment.gaussian(task, kernel);
        context.progress().step();
        return aligned;
    }

    /** It holds the training models; empty where these have more than 2 GiB. */
    @Override
    public Optional<AlignmentReader> reader(Alignment aligned, AlignmentTask task) {
        RidgeAlignment own = (RidgeAlignment) aligned;
        return own.hasReader(task.banks()) ? Optional.of(own.reader(task.banks())) : Optional.empty();
    }
}
