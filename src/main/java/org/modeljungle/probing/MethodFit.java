package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.nets.TieBreak;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/** Trains a {@link Method} on a zoo by Adam and keeps the parameters that did best on validation. */
public final class MethodFit {

    /**
     * How to train.
     *
     * @param epochs how often all training networks are seen
     * @param batch networks per step; the last batch of an epoch may be smaller
     * @param rate Adam's learning rate, with cosine decay to zero, step by step
     * @param weightDecay Adam's L2 penalty
     * @param l1 the factor on the sum of all parameters' absolute values in the loss
     * @param dropout the share of the numbers that the MLP reads which are dropped in each step
     * @param evaluateEvery after how many epochs to validate; the last epoch always is
     * @param shards into how many parts each step's batch is cut, each read on a thread of its own; the result depends
     *     on it, within rounding, but not on the machine's cores
     * @param tieBreak which of several epochs that are equally good on validation is kept
     */
    public record Settings(
            int epochs,
            int batch,
            double rate,
            double weightDecay,
            double l1,
            double dropout,
            int evaluateEvery,
            int shards,
            TieBreak tieBreak) {

        /** As published. */
        public static final Settings PUBLISHED = new Settings(30, 32, 3e-4, 0, 0, 0, 1, 1, TieBreak.EARLIEST);

        public Settings {
            Epochs.Settings.check(epochs, batch, evaluateEvery, shards);
            Check.that(
                    weightDecay >= 0 && l1 >= 0 && dropout >= 0 && dropout < 1,
                    "training: expected penalties of 0 or more and a dropout from 0 to below 1, found %s, %s and %s",
                    weightDecay,
                    l1,
                    dropout);
            Check.that(
                    rate >= 0 && Double.isFinite(rate),
                    "training: expected a finite learning rate of 0 or more, found %s",
                    rate);
        }

        /** The same with another number of epochs. */
        public Settings withEpochs(int other) {
            return new Settings(other, batch, rate, weightDecay, l1, dropout, evaluateEvery, shards, tieBreak);
        }

        /** The same with another number of networks per step. */
        public Settings withBatch(int other) {
            return new Settings(epochs, other, rate, weightDecay, l1, dropout, evaluateEvery, shards, tieBreak);
        }

        /** The same with another learning rate. */
        public Settings withRate(double other) {
            return new Settings(epochs, batch, other, weightDecay, l1, dropout, evaluateEvery, shards, tieBreak);
        }

        /** The same with another L2 penalty. */
        public Settings withWeightDecay(double other) {
            return new Settings(epochs, batch, rate, other, l1, dropout, evaluateEvery, shards, tieBreak);
        }

        /** The same with another L1 penalty. */
        public Settings withL1(double other) {
            return new Settings(epochs, batch, rate, weightDecay, other, dropout, evaluateEvery, shards, tieBreak);
        }

        /** The same with another dropout. */
        public Settings withDropout(double other) {
            return new Settings(epochs, batch, rate, weightDecay, l1, other, evaluateEvery, shards, tieBreak);
        }

        /** The same with a validation after each {@code other} epochs. */
        public Settings withEvaluateEvery(int other) {
            return new Settings(epochs, batch, rate, weightDecay, l1, dropout, other, shards, tieBreak);
        }

        /** The same with each step's batch cut into {@code count} parts, each on a thread of its own. */
        public Settings withShards(int count) {
            return new Settings(epochs, batch, rate, weightDecay, l1, dropout, evaluateEvery, count, tieBreak);
        }

        /** The same with another choice among equally good epochs. */
        public Settings withTieBreak(TieBreak other) {
            return new Settings(epochs, batch, rate, weightDecay, l1, dropout, evaluateEvery, shards, other);
        }

        /** How many steps the training on this many networks takes. */
        public int steps(int models) {
            return inEpochs().steps(models);
        }

        private Epochs.Settings inEpochs() {
            return new Epochs.Settings(epochs, batch, evaluateEvery, shards, tieBreak);
        }
    }

    private final Method method;
    private final Settings settings;
    private final Seeds seeds;
    private final Checkpoints checkpoints;

    /** Training of a method; its parameters start and batches are drawn from {@code seeds}. */
    public MethodFit(Method method, Settings settings, Seeds seeds) {
        this(method, settings, seeds, Checkpoints.NONE);
    }

    private MethodFit(Method method, Settings settings, Seeds seeds, Checkpoints checkpoints) {
        this.method = method;
        this.settings = settings;
        this.seeds = seeds;
        this.checkpoints = checkpoints;
    }

    /** The same training, which saves its state and resumes from it. */
    public MethodFit saving(Checkpoints other) {
        return new MethodFit(method, settings, seeds, other);
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
     * @param progress takes {@link Settings#steps} steps
     * @throws IllegalArgumentException if the method cannot read the task's networks, or its loss is not finite
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Fitted run(ZooTask task, Progress progress) {
        try (NDManager scope = Torch.scope()) {
            Constants constants = Constants.of(method, task, progress);
            ZooInEngine zoo = new ZooInEngine(scope, method, task, constants, progress);
            Check.that(
                    settings.dropout == 0 || zoo.hasMlp(),
                    "%s: expected a dropout of 0, found %s; it has no MLP whose input could be dropped",
                    method.name(),
                    settings.dropout);
            IntConsumer reading = models -> progress.check(); // the steps are those of the training
            NDArray row = Tensors.row(scope, zoo.layout().initial(starting(seeds)));
            Epochs.Best best = new Epochs(method.name(), settings.inEpochs(), seeds)
                    .saving(checkpoints.keyed(settings + " " + method + " " + task.loss()))
                    .train(
                            row,
                            Fit.Settings.of(settings.steps(task.train().length), settings.rate)
                                    .withSchedule(new Schedule.Cosine(0, 0))
                                    .withWeightDecay(settings.weightDecay),
                            task.train().length,
                            progress,
                            (step, leaf, examples, number, shard) ->
                                    loss(step, leaf, zoo, models(task, examples), number, shard),
                            current -> task.score(zoo.outputs(row, reading, task.val()), task.val()));
            Torch.copyInto(row, best.parameters());
            return new Fitted(
                    new MethodReader(
                            method,
                            MethodOutputs.of(task.target()),
                            zoo.layout(),
                            best.parameters(),
                            constants,
                            task.trainingSet()),
                    best.history(),
                    task.score(zoo.outputs(row, reading, task.train()), task.train()),
                    zoo.outputs(row, reading, task.test()));
        }
    }

    /** What a method's parameters are drawn from. */
    static Seeds starting(Seeds seeds) {
        return seeds.split("parameters");
    }

    /** The loss of some models, and the penalty. */
    private NDArray loss(NDManager step, NDArray row, ZooInEngine zoo, int[] models, int number, int shard) {
        Seeds drops = seeds.split("dropout", number).split("shard", shard);
        NDArray mean = zoo.loss(step, row, models, settings.dropout, drops);
        return settings.l1 == 0 ? mean : mean.add(Torch.scaled(step, row.abs().sum(), (float) settings.l1));
    }

    /** The zoo's numbers of training examples. */
    private static int[] models(ZooTask task, int... examples) {
        return Arrays.stream(examples).map(i -> task.train()[i]).toArray();
    }

    /**
     * The result.
     *
     * @param reader with the parameters that were best on validation
     * @param history all validations
     * @param training the score on the training models; what it is above that on others is the generalisation gap
     * @param test the outputs of the test models, in the task's order
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Fitted(MethodReader reader, List<Epochs.Evaluation> history, double training, float[][] test) {

        /** The method's parameters. */
        public ParameterLayout layout() {
            return reader.layout();
        }

        /** Their values, one row. */
        public float[] parameters() {
            return reader.parameters();
        }

        /** The best score on validation. */
        public double validation() {
            return history.stream().mapToDouble(Epochs.Evaluation::score).max().orElseThrow();
        }
    }

    @Override
    public String toString() {
        return "training of %s with %s".formatted(method.name(), settings);
    }
}
