package org.modeljungle.align;

import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Weight;

/** What a ridge reads of models that come later: a sum over its training models, in one form or another. */
sealed interface RidgeWeights permits LinearWeights, KernelWeights {

    /** The name of its part in the settings of a file. */
    String PART = "weights";

    /** The layers that it reads. */
    List<LayerSize> layers();

    /** How many numbers it makes of a model. */
    int width();

    /**
     * Reads models.
     *
     * @param who begins the error
     * @return [models, width]
     */
    float[][] read(String who, Map<String, LayerBank> models);

    /** The number of learnt numbers; 0 where they are not counted. */
    default long parameters() {
        return 0;
    }

    /** Operations to read one model; 0 where they are not counted. */
    default long flops() {
        return 0;
    }

    /** Its part of a file's settings. */
    Artifact.Part part();

    /** Its tensors in a file. */
    Map<String, Weight> tensors();

    /** Takes it from its part of a file. */
    static RidgeWeights of(ArtifactFile part) {
        Check.that(
                part.kind().equals(LinearWeights.KIND) || part.kind().equals(KernelWeights.KIND),
                "%s: expected %s or %s, found a %s",
                part.path(),
                LinearWeights.KIND,
                KernelWeights.KIND,
                part.kind());
        return part.kind().equals(LinearWeights.KIND) ? LinearWeights.of(part) : KernelWeights.of(part);
    }
}
