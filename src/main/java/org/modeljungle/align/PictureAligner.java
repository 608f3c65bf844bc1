package org.modeljungle.align;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.modeljungle.Check;
import org.modeljungle.DataDigest;
import org.modeljungle.data.Images;
import org.modeljungle.data.Looks;
import org.modeljungle.data.PictureFeatures;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.ridge.ResidualGram;

/**
 * Reads pictures of each model: a ridge regression on the mean of Gaussian kernels, of pixels, edges and colours of its
 * picture, and of the mean edges and colours where there are several pictures ({@link Looks}). On what models were
 * taught it is the baseline that says how much of a name can be guessed from what the thing looks like. On what models
 * draw it is an expert that runs them, and {@linkplain #withWeights reads their weights besides} if it is told to. It
 * cannot be saved: it reads pictures, and no files of models that come later.
 *
 * @param name its name in tables
 * @param looks of each model
 * @param weights the kernel of the weights, of the mean cosine over all layers, which counts as much as that of the
 *     pictures; empty if no weights are read
 */
public record PictureAligner(String name, Looks looks, Optional<GaussianKernel> weights) implements Aligner {

    private static final double GAMMA = 2;

    /**
     * From pictures in the order of a task's models, such as {@code jungle.taught()}; named {@code pictures}.
     *
     * @param pictures RGB // one for each model
     * @throws IllegalArgumentException if they are not RGB, or have a side of less than 4 pixels
     */
    public static PictureAligner of(Images pictures) {
        return of(Looks.of(pictures, 1));
    }

    /** From what models look like, such as {@code jungle.taughtLooks()}; as the form with one picture for each. */
    public static PictureAligner of(Looks looks) {
        return new PictureAligner("pictures", looks, Optional.empty());
    }

    /** A picture of each model, the mean where it has several. */
    public Images pictures() {
        return looks.means();
    }

    /** The same under another name. */
    public PictureAligner named(String other) {
        return new PictureAligner(other, looks, weights);
    }

    /** The same, which reads the weights of all layers too; {@code gamma} as in {@link GaussianAligner}. */
    public PictureAligner withWeights(double gamma) {
        return new PictureAligner(name, looks, Optional.of(new GaussianKernel(gamma)));
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
                digest());
    }

    private String digest() {
        DataDigest digest = new DataDigest().add(pictures().pixels());
        if (looks.each() > 1) {
            Stream.of(looks.edges(), looks.colours()).flatMap(Arrays::stream).forEach(digest::add);
        }
        return digest.hex();
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
                looks.count() == task.captions().size(),
                "pictures: expected one for each of the task's %d models, found %d",
                task.captions().size(),
                looks.count());
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
        Map<String, float[][]> features = new LinkedHashMap<>();
        features.put("pixels", PictureFeatures.pixels(pictures()));
        features.put("edges", looks.edges());
        features.put("colours", looks.colours());
        if (looks.each() > 1) {
            features.put("edges of the mean", PictureFeatures.edges(pictures()));
            features.put("colours of the mean", PictureFeatures.colours(pictures()));
        }
        GaussianKernel kernel = new GaussianKernel(GAMMA);
        return ResidualGram.mean(features.entrySet().stream()
                .map(feature -> kernel.of(feature.getKey(), feature.getValue(), train))
                .toList());
    }

    @Override
    public String toString() {
        return name + " of " + looks.count() + " models";
    }
}
