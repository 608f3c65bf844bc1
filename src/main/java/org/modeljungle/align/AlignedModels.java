package org.modeljungle.align;

import java.util.List;
import org.modeljungle.layers.Indices;

/**
 * Models that a trained alignment has read.
 *
 * @param reader what read them
 * @param vectors rows of length 1 // [models, width]
 */
record AlignedModels(AlignmentReader reader, float[][] vectors) implements Alignment {

    @Override
    public int models() {
        return vectors.length;
    }

    @Override
    public float[][] modelVectors(int... chosen) {
        Indices.check("models", chosen, vectors.length);
        float[][] some = new float[chosen.length][];
        for (int i = 0; i < chosen.length; i++) {
            some[i] = vectors[chosen[i]].clone();
        }
        return some;
    }

    @Override
    public float[][] textVectors(List<String> captions) {
        return reader.textVectors(captions);
    }
}
