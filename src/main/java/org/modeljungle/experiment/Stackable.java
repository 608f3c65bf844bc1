package org.modeljungle.experiment;

import java.util.List;
import org.modeljungle.Progress;
import org.modeljungle.nets.Checkpoints;

/**
 * A training that can be done together with others, in one stack: one operation then serves all. A small training alone
 * cannot keep a GPU busy, a stack can. Each comes to what it would come to alone, within rounding.
 *
 * @param <R> the result of the training
 */
public interface Stackable<R> {

    /** What trainings must have in common to be in one stack: those with equal ones can be. */
    Object shape();

    /** About how many bytes of the device's memory it takes. */
    long bytes();

    /**
     * Trains a whole stack.
     *
     * @param stack this training and others with an equal {@link #shape}
     * @param progress takes as many steps as one training has
     * @param checkpoints of the stack
     * @return one for each, in their order
     * @throws java.util.concurrent.CancellationException if stopped
     */
    List<R> trainAll(List<Stackable<R>> stack, Progress progress, Checkpoints checkpoints);
}
