package org.modeljungle.nets;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

/**
 * Training in epochs: examples in shuffled mini-batches, a validation now and then, and the parameters kept that did best on it.
 *
 * @param name of what is trained, for messages
 * @param epochs how often all examples are seen
 * @param batch examples per step; the last batch of an epoch may be smaller
 * @param evaluateEvery after how many epochs to validate; the last epoch always is
 * @param shards into how many parts each step's batch is cut, each read on a thread of its own; the result depends on it,
 *     within rounding, but not on the machine's cores
 * @param seeds every epoch's order is drawn from them
 */
public record Epochs(String name, int epochs, int batch, int evaluateEvery, int shards, Seeds seeds) {

    public Epochs {
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

    /** The mean loss of some examples, given by their numbers; called on worker threads. */
    @FunctionalInterface
    public interface Loss {
        /** Evaluates it at {@code parameters}; whatever it makes belongs to {@code scope}. */
        NDArray at(NDManager scope, NDArray parameters, int[] examples, int step, int shard);
    }

    /** How good the parameters are now on what they are not trained on; the larger the better. */
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
     * What came out.
     *
     * @param parameters the best on validation, the earliest of equals; one row
     * @param bestEpoch after how many epochs they were reached
     * @param history all validations
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Best(float[] parameters, int bestEpoch, List<Evaluation> history) {}

    /** How many steps so many epochs take on this many examples. */
    public static int steps(int epochs, int batch, int examples) {
        return Math.multiplyExact(epochs, perEpoch(batch, examples));
    }

    private static int perEpoch(int batch, int examples) {
        return (examples + batch - 1) / batch;
    }

    /**
     * Trains {@code parameters}, in place, for all epochs.
     *
     * @param parameters one row; it ends as trained last, not as it was best
     * @param how of as many steps as {@link #steps} says, without shards
     * @param examples the number of examples
     * @throws IllegalArgumentException if a loss is not finite
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Best train(
            NDArray parameters, Fit.Settings how, int examples, Progress progress, Loss loss, Validation validation) {
        Fit fit = new Fit(parameters, how.withShards(shards));
        List<Evaluation> history = new ArrayList<>();
        Evaluation best = null;
        float[] kept = null;
        try (Workers workers = Workers.of(shards)) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                double lost = mean(epoch(fit, epoch, examples, progress, loss, workers));
                Check.that(
                        Double.isFinite(lost),
                        "%s: expected a finite loss, found %s in epoch %d; take a learning rate below %s",
                        name,
                        lost,
                        epoch,
                        how.courses().get(0).rate());
                if (epoch % evaluateEvery == 0 || epoch == epochs) {
                    Evaluation now = new Evaluation(epoch, lost, validation.score());
                    history.add(now);
                    progress.note(() -> String.format(Locale.ROOT, "validation %.3f", now.score));
                    if (best == null || now.score > best.score) {
                        best = now;
                        kept = Torch.floats(parameters);
                    }
                }
            }
        }
        return new Best(kept, best.epoch, List.copyOf(history));
    }

    /** Trains one epoch more and returns the loss of each step. */
    private float[] epoch(Fit fit, int number, int examples, Progress progress, Loss loss, Workers workers) {
        int perEpoch = perEpoch(batch, examples);
        int[] order = seeds.split("epoch", number - 1).permutation(examples);
        Fit.Loss ofShard = (scope, row, step, shard) -> {
            int from = step % perEpoch * batch;
            int size = Math.min(examples - from, batch);
            int start = size * shard / shards;
            int count = size * (shard + 1) / shards - start;
            int[] own = Arrays.copyOfRange(order, from + start, from + start + Math.max(1, count)); // none has no mean
            NDArray mean = loss.at(scope, row, own, step, shard);
            return shards == 1 ? mean : Torch.scaled(scope, mean, (float) count * shards / size);
        };
        int until = number * perEpoch;
        return shards == 1 ? fit.run(until, progress, ofShard) : fit.run(until, progress, ofShard, workers);
    }

    private static double mean(float... losses) {
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        return sum / losses.length;
    }
}
