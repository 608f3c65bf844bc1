package org.modeljungle.align;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.data.Images;
import org.modeljungle.data.PictureFeatures;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.ridge.ResidualGram;

/**
 * Reads pictures, one for each model: a ridge regression on the mean of three Gaussian kernels, of pixels, edges and
 * colours. On what models were taught it is the baseline that says how much of a name can be guessed from what the
 * thing looks like. On what models draw it is an expert that runs them, and {@linkplain #withWeights reads their
 * weights besides} if it is told to. It cannot be saved: it reads pictures, and no files of models that come later.
 *
 * @param name its name in tables
 * @param pictures RGB // one for each model
 * @param weights the kernel of the weights, of the mean cosine over all layers, which counts as much as that of the
 *     pictures; empty if no weights are read
 */
public record PictureAligner(String name, Images pictures, Optional<GaussianKernel> weights) implements Aligner {

    private static final double GAMMA = 2;

    /**
     * From pictures in the order of a task's models, such as {@code jungle.taught()}; named {@code pictures}.
     *
     * @param pictures RGB // one for each model
     */
    public static PictureAligner of(Images pictures) {
        return new PictureAligner("pictures", pictures, Optional.empty());
    }

    /** The same under another name. */
    public PictureAligner named(String other) {
        return new PictureAligner(other, pictures, weights);
    }

    /** The same, which reads the weights of all layers too; {@code gamma} as in {@link GaussianAligner}. */
    public PictureAligner withWeights(double gamma) {
        return new PictureAligner(name, pictures, Optional.of(new GaussianKernel(gamma)));
    }

    /** The kernels, and a digest of the pictures. */
    @Override
    public Object settings() {
        return Map.of(
                "gamma",
                GAMMA,
                "weights",
                weights.map(kernel -> "gamma " + kernel.gamma()).orElse("none"),
                "pictures",
                new DataDigest().add(pictures.pixels()).hex());
    }

    @Override
    public List<String> layers(AlignmentTask task) {
        return weights.isEmpty() ? List.of() : Aligner.super.layers(task);
    }

    @Override
    public long steps(AlignmentTask task) {
        return 1;
    }

    /**
     * Fits on the training models.
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
        int[] train = task.split().train();
        ResidualGram similarities = similarities(train);
        if (weights.isPresent()) {
            ResidualGram cosines = ResidualGram.of(task.grams(), train);
            similarities = ResidualGram.mean(List.of(similarities, weights.get().of(cosines)));
        }
        RidgeAlignment aligned = RidgeAlignment.of(similarities, task.captions(), task.encoder());
        context.progress().step();
        return aligned;
    }

    private ResidualGram similarities(int... train) {
        GaussianKernel kernel = new GaussianKernel(GAMMA);
        return ResidualGram.mean(List.of(
                kernel.of("pixels", PictureFeatures.pixels(pictures), train),
                kernel.of("edges", PictureFeatures.edges(pictures), train),
                kernel.of("colours", PictureFeatures.colours(pictures), train)));
    }

    @Override
    public String toString() {
        return name + " of " + pictures.count() + " models";
    }
}
