package org.modeljungle.align;

import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.experiment.TrainingContext;

/**
 * A ridge from words to weights, the other way round; see {@link ReverseAlignment}. It cannot be saved.
 *
 * @param name its name in tables
 * @param inner whose similarities between models it takes: a {@link RidgeAligner}, {@link GaussianAligner} or
 *     {@link PictureAligner}
 */
public record ReverseAligner(String name, Aligner inner) implements AlignerAround {

    /** Named after what it is around. */
    public static ReverseAligner of(Aligner inner) {
        return new ReverseAligner(inner.name() + "-reverse", inner);
    }

    /** The same under another name. */
    public ReverseAligner named(String other) {
        return new ReverseAligner(other, inner);
    }

    @Override
    public Object settings() {
        return Map.of("reverse", inner.settings());
    }

    @Override
    public long steps(AlignmentTask task) {
        return inner.steps(task);
    }

    /**
     * Fits on the training models.
     *
     * @throws IllegalArgumentException if what it is around is no ridge, or there are fewer than 3 training captions
     */
    @Override
    public LeftOutAlignment fit(AlignmentTask task, TrainingContext context) {
        return ReverseAlignment.of(forward(name, inner.fit(task, context), inner));
    }

    /** What another aligner has learnt, if that is a ridge. */
    static RidgeAlignment forward(String name, Alignment aligned, Aligner inner) {
        Check.that(
                aligned instanceof RidgeAlignment,
                "%s: expected a ridge, found %s; take a RidgeAligner, GaussianAligner or PictureAligner",
                name,
                inner.name());
        return (RidgeAlignment) aligned;
    }

    @Override
    public String toString() {
        return name;
    }
}
