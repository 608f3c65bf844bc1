package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

/** Trains a {@link Method} on a zoo by Adam and keeps the parameters that did best on validation. */
public final class MethodFit {

    /**
     * How to train.
     *
     * @param epochs how often all training networks are seen
     * @param batch networks per step; the last batch of an epoch may be smaller
     * @param rate Adam's learning rate, which falls to zero like a cosine, step by step
     * @param weightDecay Adam's L2 penalty
     * @param l1 the factor on the sum of all parameters' absolute values in the loss
     * @param dropout the share of the numbers that the MLP reads which are dropped in each step
     * @param evaluateEvery after how many epochs to validate; the last epoch always is
     * @param shards into how many parts each step's batch is cut, each read on a thread of its own; the result depends on
     *     it, within rounding, but not on the machine's cores
     */
    public record Settings(
            int epochs,
            int batch,
            double rate,
            double weightDecay,
            double l1,
            double dropout,
            int evaluateEvery,
            int shards) {

        /** As published. */
        public static final Settings PUBLISHED = new Settings(30, 32, 3e-4, 0, 0, 0, 1, 1);

        public Settings {
            Check.that(
                    epochs > 0 && batch > 0 && evaluateEvery > 0,
                    "training: expected epochs, batch and evaluation interval of 1 or more, found %d, %d, %d",
                    epochs,
                    batch,
                    evaluateEvery);
            Check.that(
                    weightDecay >= 0 && l1 >= 0 && dropout >= 0 && dropout < 1,
                    "training: expected penalties of 0 or more and a dropout from 0 to below 1, found %s, %s and %s",
                    weightDecay,
                    l1,
                    dropout);
            Check.that(
                    shards > 0 && shards <= batch,
                    "training: expected 1 shard or more, at most one for each of %d networks of a batch, found %d",
                    batch,
                    shards);
        }

        /** The same with another number of epochs. */
        public Settings withEpochs(int other) {
            return new Settings(other, batch, rate, weightDecay, l1, dropout, evaluateEvery, shards);
        }

        /** The same with other penalties and dropout. */
        public Settings regularised(double l2, double newL1, double newDropout) {
            return new Settings(epochs, batch, rate, l2, newL1, newDropout, evaluateEvery, shards);
        }

        /** The same with each step's batch cut into {@code count} parts, each on a thread of its own. */
        public Settings withShards(int count) {
            return new Settings(epochs, batch, rate, weightDecay, l1, dropout, evaluateEvery, count);
        }

        /** How many steps the training on this many networks takes. */
        public int steps(int models) {
            return Math.multiplyExact(epochs, perEpoch(models));
        }

        private int perEpoch(int models) {
            return (models + batch - 1) / batch;
        }
    }

    /**
     * One validation.
     *
     * @param epoch the number of epochs done
     * @param loss the mean loss of the last epoch
     * @param score on validation
     */
    public record Evaluation(int epoch, double loss, double score) {}

    private final Method method;
    private final Settings settings;
    private final Seeds seeds;

    /** Training of a method; its parameters start and batches are drawn from {@code seeds}. */
    public MethodFit(Method method, Settings settings, Seeds seeds) {
        this.method = method;
        this.settings = settings;
        this.seeds = seeds;
    }

    /** Trains as a job of its own. */
    public Fitted run(ZooTask task) {
        try (Progress progress = Progress.of("training " + method.name(), settings.steps(task.train().length))) {
            return run(task, progress);
        }
    }

    /**
     * Trains.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Fitted run(ZooTask task, Progress progress) {
        try (NDManager scope = Torch.scope();
                Workers workers = Workers.of(settings.shards)) {
            ZooInEngine zoo = new ZooInEngine(scope, method, task);
            NDArray row = Tensors.row(scope, zoo.layout().initial(seeds.split("parameters")));
            int perEpoch = settings.perEpoch(task.train().length);
            Fit fit = new Fit(
                    row,
                    Fit.Settings.of(settings.epochs * perEpoch, settings.rate)
                            .withSchedule(new Schedule.Cosine(0, 0))
                            .withWeightDecay(settings.weightDecay)
                            .withShards(settings.shards));
            Fit.Loss loss = (step, leaf, number, shard) -> loss(step, leaf, zoo, batch(task, number), number, shard);
            Run run = until ->
                    settings.shards == 1 ? fit.run(until, progress, loss) : fit.run(until, progress, loss, workers);
            List<Evaluation> history = epochs(run, perEpoch, zoo, row, task, progress);
            return new Fitted(
                    zoo.layout(),
                    Torch.floats(row),
                    history,
                    task.score(zoo.outputs(row, task.train(), progress), task.train()),
                    zoo.outputs(row, task.test(), progress));
        }
    }

    /** Trains up to a step and returns each step's loss. */
    @FunctionalInterface
    private interface Run {
        float[] until(int step);
    }

    /** Trains to the end, then puts back the parameters that did best. */
    private List<Evaluation> epochs(
            Run run, int perEpoch, ZooInEngine zoo, NDArray row, ZooTask task, Progress progress) {
        List<Evaluation> history = new ArrayList<>();
        double best = Double.NEGATIVE_INFINITY;
        float[] kept = null;
        for (int epoch = 1; epoch <= settings.epochs; epoch++) {
            double lost = mean(run.until(epoch * perEpoch));
            Check.that(
                    Double.isFinite(lost),
                    "%s: expected a finite loss, found %s in epoch %d; take a learning rate below %s",
                    method.name(),
                    lost,
                    epoch,
                    settings.rate);
            if (epoch % settings.evaluateEvery == 0 || epoch == settings.epochs) {
                double score = task.score(zoo.outputs(row, task.val(), progress), task.val());
                history.add(new Evaluation(epoch, lost, score));
                progress.note(String.format(Locale.ROOT, "validation %.3f", score));
                if (score > best) {
                    best = score;
                    kept = Torch.floats(row);
                }
            }
        }
        Torch.copyInto(row, kept);
        return List.copyOf(history);
    }

    /** The loss of a shard's own models, weighed by their number, and the penalty. */
    private NDArray loss(NDManager step, NDArray row, ZooInEngine zoo, int[] batch, int number, int shard) {
        int from = batch.length * shard / settings.shards;
        int to = batch.length * (shard + 1) / settings.shards;
        int[] own = Arrays.copyOfRange(batch, from, Math.max(to, from + 1)); // one at least: none has no mean
        Seeds drops = seeds.split("dropout", number).split("shard", shard);
        NDArray mean = zoo.loss(step, row, own, settings.dropout, drops);
        if (settings.shards > 1) {
            mean = mean.mul((float) (to - from) * settings.shards / batch.length);
        }
        return settings.l1 == 0 ? mean : mean.add(row.abs().sum().mul((float) settings.l1));
    }

    /** The networks of one step: every epoch has its own order. */
    private int[] batch(ZooTask task, int step) {
        int perEpoch = settings.perEpoch(task.train().length);
        int[] order = seeds.split("epoch", step / perEpoch).permutation(task.train().length);
        int from = step % perEpoch * settings.batch;
        return IntStream.range(from, Math.min(order.length, from + settings.batch))
                .map(i -> task.train()[order[i]])
                .toArray();
    }

    private static double mean(float... losses) {
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        return sum / losses.length;
    }

    /**
     * What came out.
     *
     * @param layout of the method's parameters
     * @param parameters the best on validation, the earliest of equals
     * @param history all validations
     * @param training the score on the training models; what it is above that on others is the generalisation gap
     * @param test the outputs of the test models, in the task's order
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Fitted(
            ParameterLayout layout, float[] parameters, List<Evaluation> history, double training, float[][] test) {

        /** The best score on validation. */
        public double validation() {
            return history.stream().mapToDouble(Evaluation::score).max().orElseThrow();
        }
    }
}
