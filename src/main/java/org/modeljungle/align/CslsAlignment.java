package org.modeljungle.align;

import java.util.List;

/**
 * An alignment whose scores are corrected for hubness; see {@link CslsAligner}. Vectors are those of the alignment
 * itself.
 */
public final class CslsAlignment implements AlignmentAround {

    private final Alignment inner;
    private final Csls csls;

    CslsAlignment(Alignment inner, Csls csls) {
        this.inner = inner;
        this.csls = csls;
    }

    /**
     * Corrects an alignment in closed form.
     *
     * @param neighbours how many of a name's nearest training models are asked
     * @throws IllegalArgumentException if there are not that many training models
     */
    public static CslsAlignment of(LeftOutAlignment inner, int neighbours) {
        return new CslsAlignment(inner, new Csls(inner.leftOutVectors(), neighbours));
    }

    /** What is corrected. */
    @Override
    public Alignment inner() {
        return inner;
    }

    Csls csls() {
        return csls;
    }

    /** Cosines, lowered for texts that are near to many models // [chosen, captions] */
    @Override
    public float[][] scores(int[] chosen, List<String> captions) {
        return csls.lower(inner.scores(chosen, captions), inner.textVectors(captions));
    }

    @Override
    public String toString() {
        return "%s, CSLS with %d neighbours".formatted(inner, csls.neighbours());
    }
}
