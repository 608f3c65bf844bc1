package org.modeljungle.align;

import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.data.Images;
import org.modeljungle.data.PictureFeatures;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.ridge.ResidualGram;

/**
 * Reads no weights but pictures, one for each model: the baseline that says how much of a name can be guessed from what
 * the thing looks like. A ridge regression on the mean of three Gaussian kernels: of pixels, edges and colours.
 */
public final class PictureAligner implements Aligner {

    private static final String NAME = "pictures";
    private static final double GAMMA = 2;

    private final Images pictures;

    private PictureAligner(Images pictures) {
        this.pictures = pictures;
    }

    /**
     * From pictures in the order of a task's models, such as {@code jungle.taught()}.
     *
     * @param pictures RGB // one for each model
     */
    public static PictureAligner of(Images pictures) {
        return new PictureAligner(pictures);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The kernel, and a digest of the pictures. */
    @Override
    public Object settings() {
        return Map.of(
                "gamma",
                GAMMA,
                "pictures",
                new DataDigest().add(pictures.pixels()).hex());
    }

    @Override
    public List<String> layers(AlignmentTask task) {
        return List.of();
    }

    @Override
    public long steps(AlignmentTask task) {
        return 1;
    }

    /**
     * Fits on the training models' pictures.
     *
     * @throws IllegalArgumentException if there is not a picture for each model
     */
    @Override
    public RidgeAlignment fit(AlignmentTask task, TrainingContext context) {
        Check.that(
                pictures.count() == task.captions().size(),
                "pictures: expected one for each of the task's %d models, found %d",
                task.captions().size(),
                pictures.count());
        GaussianKernel kernel = new GaussianKernel(GAMMA);
        int[] train = task.split().train();
        ResidualGram similarities = ResidualGram.mean(List.of(
                kernel.of("pixels", PictureFeatures.pixels(pictures), train),
                kernel.of("edges", PictureFeatures.edges(pictures), train),
                kernel.of("colours", PictureFeatures.colours(pictures), train)));
        RidgeAlignment aligned = RidgeAlignment.of(similarities, task.captions(), task.encoder());
        context.progress().step();
        return aligned;
    }

    @Override
    public String toString() {
        return NAME + " of " + pictures.count() + " models";
    }
}
