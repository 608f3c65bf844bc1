package org.modeljungle.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.modeljungle.Seeds;

/**
 * What one trial trains, with the data for it: an expert on the weights of a tree, for example. Finished
 * trials are found again by {@link #settings()}, {@link #data}, the seed and the code.
 *
 * <p>The code of classes of your own is known by their class files, in a notebook too: edit a cell and its trials are
 * trained again. Where that cannot be read, an error asks for a {@link #version()}.
 *
 * @param <R> the result of the training: a reader of weights, for example
 */
public interface Trainable<R> extends Described {

    @Override
    Object settings();

    /**
     * A digest of the data: weights, targets, parts.
     *
     * @param digests digests of large data, each computed once in a run
     */
    String data(DataDigests digests);

    /** Whatever else takes part and may be of your own, such as a target or a network; its code counts too. */
    default List<Object> parts() {
        return List.of();
    }

    /** How many steps of progress the training takes. */
    long steps();

    /**
     * Trains.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    R train(TrainingContext context);

    /**
     * The same training in a form that can be done in one stack with others; none, the default, for one that is done by
     * itself. Asked for of every trial, so whatever takes long is left to the training.
     *
     * @param seeds as those of {@link TrainingContext}
     */
    default Optional<Stackable<R>> stackable(Seeds seeds) {
        return Optional.empty();
    }

    /** How good the trained thing is, and what it costs; the time that it took is filled in by the experiment. */
    Outcome evaluate(R trained);

    /**
     * What the trained thing says of the test models, to be kept for other measures; none where there is nothing to
     * keep.
     *
     * @return [test models, outputs]
     */
    default Optional<float[][]> outputs(R trained) {
        return Optional.empty();
    }

    /**
     * Saves the trained thing.
     *
     * @return whether it could be saved: false where it has no form as a file
     */
    default boolean save(R trained, Path file) {
        return false;
    }

    /**
     * What kind of training it is, with the version of the library's code for that kind, which is raised when the same
     * settings lead to another outcome.
     */
    default String kind() {
        return "own 3";
    }
}
