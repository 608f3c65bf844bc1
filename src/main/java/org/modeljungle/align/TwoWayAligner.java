package org.modeljungle.align;

import java.util.Map;
import java.util.Optional;
import org.modeljungle.Check;
import org.modeljungle.experiment.TrainingContext;

/**
 * A ridge from weights to words and one from words to weights ({@link ReverseAlignment}) together: the mean of their
 * cosines, each divided by the spread of its own.
 *
 * @param name its name in tables
 * @param inner whose similarities between models it takes: a {@link RidgeAligner}, {@link GaussianAligner} or
 *     {@link PictureAligner}
 */
public record TwoWayAligner(String name, Aligner inner) implements AlignerAround {

    /** Named after what it is around. */
    public static TwoWayAligner of(Aligner inner) {
        return new TwoWayAligner(inner.name() + "-two-way", inner);
    }

    /** The same under another name. */
    public TwoWayAligner named(String other) {
        return new TwoWayAligner(other, inner);
    }

    @Override
    public Object settings() {
        return Map.of("two-way", inner.settings());
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
        Alignment forward = inner.fit(task, context);
        Check.that(
                forward instanceof RidgeAlignment,
                "%s: expected a ridge, found %s; take a RidgeAligner, GaussianAligner or PictureAligner",
                name,
                inner.name());
        return TwoWayAlignment.of((RidgeAlignment) forward);
    }

    /** Empty where what it is around has none, or where a map of both directions would have more than 2 GiB. */
    @Override
    public Optional<AlignmentReader> reader(Alignment aligned, AlignmentTask task) {
        TwoWayAlignment own = (TwoWayAlignment) aligned;
        return own.forward().isReadable(task.banks(), own.width())
                ? Optional.of(TwoWayReader.of(own, task.banks()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
