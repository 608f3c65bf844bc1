package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;

/**
 * Training in epochs: examples in shuffled mini-batches, a validation now and then, and the parameters kept that did
 * best on it.
 *
 * @param name of what is trained, for messages
 * @param settings how to train
 * @param seeds every epoch's order is drawn from them
 * @param checkpoints where the training saves its state
 */
public record Epochs(String name, Settings settings, Seeds seeds, Checkpoints checkpoints) {

    /**
     * How to train.
     *
     * @param epochs how often all examples are seen
     * @param batch examples per step; the last batch of an epoch may be smaller
     * @param evaluateEvery after how many epochs to validate; the last epoch always is
     * @param shards into how many parts each step's batch is cut, each read on a thread of its own; the result depends
     *     on it, within rounding, but not on the machine's cores
     * @param tieBreak which of several equally good epochs is kept
     */
    public record Settings(int epochs, int batch, int evaluateEvery, int shards, TieBreak tieBreak) {

        public Settings {
            check(epochs, batch, evaluateEvery, shards);
        }

        /**
         * Checks the sizes.
         *
         * @throws IllegalArgumentException if one is below 1 or there are more shards than examples in a batch
         */
        public static void check(int epochs, int batch, int evaluateEvery, int shards) {
            Check.that(
                    epochs > 0 && batch > 0 && evaluateEvery > 0,
                    "training: expected epochs, batch and evaluation interval of 1 or more, found %d, %d, %d",
                    epochs,
                    batch,
                    evaluateEvery);
            Check.that(
                    shards > 0 && shards <= batch,
                    "training: expected 1 shard or more, at most one for each of the %d of a batch, found %d",
                    batch,
                    shards);
        }

        /** Validated after each epoch, not cut into shards; the earliest of equally good epochs is kept. */
        public static Settings of(int epochs, int batch) {
            return new Settings(epochs, batch, 1, 1, TieBreak.EARLIEST);
        }

        /** The same with a validation after each {@code other} epochs. */
        public Settings withEvaluateEvery(int other) {
            return new Settings(epochs, batch, other, shards, tieBreak);
        }

        /** The same with each step's batch cut into {@code count} parts. */
        public Settings withShards(int count) {
            return new Settings(epochs, batch, evaluateEvery, count, tieBreak);
        }

        /** The same with another choice among equally good epochs. */
        public Settings withTieBreak(TieBreak other) {
            return new Settings(epochs, batch, evaluateEvery, shards, other);
        }

        /**
         * How many steps the training on this many examples takes.
         *
         * @throws IllegalArgumentException if there is none
         */
        public int steps(int examples) {
            return Math.multiplyExact(epochs, perEpoch(examples));
        }

        int perEpoch(int examples) {
            Check.that(examples > 0, "training: expected 1 example or more, found %d", examples);
            return 1 + (examples - 1) / batch; // a batch may be far larger than all examples
        }
    }

    /** The mean loss of some examples, given by their numbers; called on worker threads. */
    @FunctionalInterface
    public interface Loss {
        /** Evaluates it at {@code parameters}; whatever it makes belongs to {@code scope}. */
        NDArray at(NDManager scope, NDArray parameters, int[] examples, int step, int shard);
    }

    /** How good the current parameters are on examples that are not trained on; the larger the better. */
    @FunctionalInterface
    public interface Validation {
        /** The score. */
        double score();
    }

    /**
     * One validation.
     *
     * @param epoch the number of epochs done
     * @param loss the mean loss of the last epoch
     * @param score on validation
     */
    public record Evaluation(int epoch, double loss, double score) {}

    /**
     * The outcome of a training.
     *
     * @param parameters the best on validation, of equals the one that {@link Settings#tieBreak} says; one row
     * @param bestEpoch after how many epochs they were reached
     * @param history all validations
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Best(float[] parameters, int bestEpoch, List<Evaluation> history) {}

    /** A training that saves nothing. */
    public Epochs(String name, Settings settings, Seeds seeds) {
        this(name, settings, seeds, Checkpoints.NONE);
    }

    /** The same training, which saves its state and resumes from it. */
    public Epochs saving(Checkpoints other) {
        return new Epochs(name, settings, seeds, other);
    }

    /**
     * Trains {@code parameters}, in place, for all epochs.
     *
     * @param parameters one row; it ends as trained last, not as it was best
     * @param how of as many steps as {@link Settings#steps} says, without shards
     * @param examples the number of examples
     * @throws IllegalArgumentException if there is no example, a loss is not finite, or a checkpoint is damaged
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Best train(
            NDArray parameters, Fit.Settings how, int examples, Progress progress, Loss loss, Validation validation) {
        return new EpochsRun(this, how, parameters, examples, progress).run(loss, validation);
    }
}
