package org.modeljungle.align;

import java.util.List;
import java.util.Set;

/**
 * An alignment whose scores with the concepts that it was trained on are lowered by a number; see
 * {@link CalibratedAligner}. Vectors are those of the alignment itself.
 *
 * @param inner the alignment
 * @param bias what is subtracted from the cosines with these concepts
 * @param seen the concepts that it was trained on
 */
public record CalibratedAlignment(Alignment inner, double bias, Set<String> seen) implements AlignmentAround {

    public CalibratedAlignment {
        seen = Set.copyOf(seen);
    }

    /** Cosines, lowered for seen concepts // [chosen, captions] */
    @Override
    public float[][] scores(int[] chosen, List<String> captions) {
        return lowered(inner.scores(chosen, captions), captions, bias, seen);
    }

    /** Lowers cosines with seen concepts, in place // [models, captions] */
    static float[][] lowered(float[][] scores, List<String> captions, double bias, Set<String> seen) {
        for (float[] row : scores) {
            for (int k = 0; k < row.length; k++) {
                row[k] -= seen.contains(captions.get(k)) ? (float) bias : 0;
            }
        }
        return scores;
    }

    @Override
    public String toString() {
        return "%s, %.4f less for %d seen concepts".formatted(inner, bias, seen.size());
    }
}
