package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.Supplier;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;

/**
 * Training in epochs: examples in shuffled mini-batches, a validation now and then, and the parameters kept that did
 * best on it.
 *
 * @param name of what is trained, for messages
 * @param settings how to train
 * @param seeds every epoch's order is drawn from them; those of a stack come with its models
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

    /** The mean losses of several models, each of some examples of its own. */
    @FunctionalInterface
    public interface StackLoss {
        /**
         * Evaluates them at {@code parameters}; whatever it makes belongs to {@code scope}.
         *
         * @param parameters [models, size]
         * @param examples as many of each model // [models, batch]
         * @return [models]
         */
        NDArray at(NDManager scope, NDArray parameters, int[][] examples);
    }

    /** How good parameters are on examples that are not trained on. */
    @FunctionalInterface
    public interface Validation {
        /** The score of one model's {@code parameters}, the current ones; the larger the better. */
        double score(float[] parameters);
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
        return new EpochsRun(this, how, parameters, List.of(seeds), examples, progress).run(loss, validation);
    }

    /**
     * Trains several models in one stack, each as {@link #train} would train it alone, within rounding: with its own
     * hyperparameters, order of examples and validation.
     *
     * @param parameters [models, size]; they end as trained last
     * @param how with hyperparameters for each model, all of as many steps as {@link Settings#steps} says
     * @param orders each model's order of examples is drawn from its own seeds
     * @param examples the number of examples that each has
     * @param validations one for each model
     * @return one for each model; asked for, it throws what {@link #train} would for a loss that is not finite, which
     *     does not touch the others
     * @throws IllegalArgumentException as {@link #train} where it concerns all, and if the stack is to be cut into
     *     shards
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public List<Supplier<Best>> trainStack(
            NDArray parameters,
            Fit.Settings how,
            List<Seeds> orders,
            int examples,
            Progress progress,
            StackLoss loss,
            List<? extends Validation> validations) {
        Check.that(
                settings.shards == 1,
                "%s: expected a stack without shards, found %d; its models are read side by side already",
                name,
                settings.shards);
        return new EpochsRun(this, how, parameters, orders, examples, progress).runStack(loss, validations);
    }
}
