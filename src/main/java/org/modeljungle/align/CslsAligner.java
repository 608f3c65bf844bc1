package org.modeljungle.align;

import java.util.Map;
import java.util.Optional;
import org.modeljungle.Check;
import org.modeljungle.experiment.TrainingContext;

/**
 * A ridge whose scores are corrected for hubness, that some names are near to whatever it reads: cross-domain
 * similarity local scaling (Conneau et al., <i>Word Translation Without Parallel Data</i>, 2018, section 2.3). What a
 * name is near to is asked of the training models, each read by a fit without the models of its caption, which a ridge
 * knows in closed form; held-out models and names take no part.
 *
 * @param name its name in tables
 * @param inner a {@link RidgeAligner}, {@link GaussianAligner}, {@link PictureAligner} or {@link TwoWayAligner}
 * @param neighbours how many of a name's nearest training models are asked, {@code k} in the paper
 */
public record CslsAligner(String name, Aligner inner, int neighbours) implements AlignerAround {

    private static final int USUAL = 10;

    /** With the paper's 10 neighbours. */
    public static CslsAligner of(Aligner inner) {
        return new CslsAligner(inner.name() + "-csls", inner, USUAL);
    }

    /** The same with another number of neighbours. */
    public CslsAligner withNeighbours(int count) {
        return new CslsAligner(name, inner, count);
    }

    /** The same under another name. */
    public CslsAligner named(String other) {
        return new CslsAligner(other, inner, neighbours);
    }

    @Override
    public Object settings() {
        return Map.of("csls", inner.settings(), "neighbours", neighbours);
    }

    @Override
    public long steps(AlignmentTask task) {
        return inner.steps(task);
    }

    /**
     * Fits on the training models.
     *
     * @throws IllegalArgumentException if what is corrected is no ridge, or there are fewer training models than
     *     neighbours
     */
    @Override
    public CslsAlignment fit(AlignmentTask task, TrainingContext context) {
        Alignment aligned = inner.fit(task, context);
        Check.that(
                aligned instanceof LeftOutAlignment,
                "%s: expected a ridge, whose readings of models that are left out are known, found %s; take a"
                        + " RidgeAligner, GaussianAligner, PictureAligner or TwoWayAligner",
                name,
                inner.name());
        return CslsAlignment.of((LeftOutAlignment) aligned, neighbours);
    }

    @Override
    public Optional<AlignmentReader> reader(Alignment aligned, AlignmentTask task) {
        CslsAlignment own = (CslsAlignment) aligned;
        return inner.reader(own.inner(), task).map(reader -> new CslsReader(reader, own.csls()));
    }

    @Override
    public String toString() {
        return name;
    }
}
