package org.modeljungle.jungle.grow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.modeljungle.nets.ParameterLayout;

/** What an ancestor is pre-trained to do: one network around a backbone, and its loss at each step. */
interface Pretraining {

    /** The backbone's parameters, then whatever else the objective needs. */
    ParameterLayout layout();

    /** The loss of a step, differentiable in {@code parameters [1, layout size]}; steps come in order. */
    NDArray loss(NDManager scope, NDArray parameters, int step);

    /** The objective's state apart from the parameters; mostly empty. */
    default float[] state() {
        return new float[0];
    }

    /** Resumes from a {@link #state()}. */
    default void restore(float[] state) {}
}
