package org.modeljungle.experiment;

import java.util.List;
import java.util.function.Supplier;
import org.modeljungle.Progress;
import org.modeljungle.nets.Checkpoints;

/**
 * A training that can be done together with others, in one stack: one operation then serves all. A small training alone
 * cannot keep a GPU busy, a stack can. Each comes to what it would come to alone, within rounding.
 *
 * @param <R> the result of the training
 */
public interface Stackable<R> {

    /**
     * What a training adds to a stack, about.
     *
     * @param parameters how many numbers it learns
     * @param bytes of the device's memory that it takes for itself
     * @param data what it is trained on; trainings with equal data share it on the device
     * @param dataBytes what these take there
     */
    record Size(long parameters, long bytes, Object data, long dataBytes) {}

    /** What trainings must have in common to be in one stack: those with equal ones can be. */
    Object shape();

    /** How large it is. */
    Size size();

    /**
     * Trains a whole stack.
     *
     * @param stack this training and others with an equal {@link #shape}
     * @param progress takes as many steps as one training has
     * @param checkpoints of the stack, keyed by the data of all its trainings
     * @return for each, in their order, what it came to; asked for, it throws where that training alone could not go on
     * @throws IllegalArgumentException if the shapes differ, or models, targets and network do not belong together
     * @throws java.util.concurrent.CancellationException if stopped
     */
    List<Supplier<R>> trainAll(List<Stackable<R>> stack, Progress progress, Checkpoints checkpoints);
}
