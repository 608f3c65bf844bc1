package org.modeljungle.align;

import java.util.List;
import java.util.stream.IntStream;
import org.modeljungle.nets.Epochs;

/**
 * Models and words embedded in one space: how well a caption describes a model is the cosine of their vectors there.
 */
public interface Alignment {

    /** The number of models that it has read: indices 0 to {@code models() - 1}, training models included. */
    int models();

    /**
     * Some models' vectors.
     *
     * @return rows of length 1 // [chosen, width]
     * @throws IllegalArgumentException if there is no such model, or none is chosen
     */
    float[][] modelVectors(int... chosen);

    /** All models' vectors, rows of length 1 // [models, width] */
    default float[][] allModelVectors() {
        return modelVectors(IntStream.range(0, models()).toArray());
    }

    /**
     * Captions' vectors in the models' space.
     *
     * @return rows of length 1 // [captions, width]
     * @throws IllegalArgumentException if a caption is blank or has words that the text encoder does not know
     */
    float[][] textVectors(List<String> captions);

    /**
     * The cosines of some models with captions.
     *
     * @return cosines // [chosen, captions]
     * @throws IllegalArgumentException as {@link #modelVectors} and {@link #textVectors}
     */
    default float[][] scores(int[] chosen, List<String> captions) {
        return Vectors.products(modelVectors(chosen), textVectors(captions));
    }

    /** The number of learnt numbers; 0 where they are not counted. */
    default long parameters() {
        return 0;
    }

    /** How many floating-point operations one model takes to be read; 0 where they are not counted. */
    default long flops() {
        return 0;
    }

    /** The course of training, the score being the accuracy on the validation models; empty where there is none. */
    default List<Epochs.Evaluation> history() {
        return List.of();
    }
}
