package org.modeljungle.metanetwork;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.BankTensors;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.nets.Fit;
import org.modeljungle.nets.TieBreak;
import org.modeljungle.tensor.Precision;
import org.modeljungle.tensor.Schedule;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/**
 * Trains a {@link Metanetwork} by Adam in shuffled mini-batches and keeps the parameters that did best on validation.
 */
public final class MetanetworkFit {

    /**
     * How to train.
     *
     * @param epochs how often all training models are seen
     * @param batch models per step; the last batch of an epoch may be smaller
     * @param rate Adam's learning rate
     * @param weightDecay Adam's L2 penalty
     * @param evaluateEvery after how many epochs to validate; the last epoch always is
     * @param precision the precision in which training reads the matrices; validation reads them in single precision
     * @param shards into how many parts each step's batch is cut, each read on a thread of its own; the result depends
     *     on it, within rounding, but not on the machine's cores
     * @param tieBreak which of several epochs that are equally good on validation is kept
     */
    public record Settings(
            int epochs,
            int batch,
            double rate,
            double weightDecay,
            int evaluateEvery,
            Precision precision,
            int shards,
            TieBreak tieBreak) {

        /** As published for classification; the published trainer keeps the earliest of equally good epochs. */
        public static final Settings CLASSIFICATION =
                new Settings(500, 128, 1e-3, 1e-5, 25, Precision.FP32, 1, TieBreak.EARLIEST);

        /** MVProbe's for classification, by its code's defaults. */
        public static final Settings MVPROBE = CLASSIFICATION.withEpochs(3000).withRate(3e-4);

        /** As published for alignment with text; the published trainer keeps the latest of equally good epochs. */
        public static final Settings ALIGNMENT =
                new Settings(200, 128, 2e-3, 0, 10, Precision.FP32, 1, TieBreak.LATEST);

        public Settings {
            Epochs.Settings.check(epochs, batch, evaluateEvery, shards);
        }

        /** How many steps the training on this many models takes. */
        public int steps(int models) {
            return inEpochs().steps(models);
        }

        Epochs.Settings inEpochs() {
            return new Epochs.Settings(epochs, batch, evaluateEvery, shards, tieBreak);
        }

        /** Of a training on so many models. */
        Fit.Hyperparameters hyperparameters(int models) {
            return new Fit.Hyperparameters(steps(models), rate, new Schedule.Constant(), weightDecay);
        }

        /** The same with another number of epochs. */
        public Settings withEpochs(int other) {
            return new Settings(other, batch, rate, weightDecay, evaluateEvery, precision, shards, tieBreak);
        }

        /** The same with another number of models per step. */
        public Settings withBatch(int other) {
            return new Settings(epochs, other, rate, weightDecay, evaluateEvery, precision, shards, tieBreak);
        }

        /** The same with another learning rate. */
        public Settings withRate(double other) {
            return new Settings(epochs, batch, other, weightDecay, evaluateEvery, precision, shards, tieBreak);
        }

        /** The same with another L2 penalty. */
        public Settings withWeightDecay(double other) {
            return new Settings(epochs, batch, rate, other, evaluateEvery, precision, shards, tieBreak);
        }

        /** The same with a validation after each {@code other} epochs. */
        public Settings withEvaluateEvery(int other) {
            return new Settings(epochs, batch, rate, weightDecay, other, precision, shards, tieBreak);
        }

        /** The same with matrices in another precision. */
        public Settings withPrecision(Precision other) {
            return new Settings(epochs, batch, rate, weightDecay, evaluateEvery, other, shards, tieBreak);
        }

        /** The same with each step's batch cut into {@code count} parts, each on a thread of its own. */
        public Settings withShards(int count) {
            return new Settings(epochs, batch, rate, weightDecay, evaluateEvery, precision, count, tieBreak);
        }

        /** The same with another choice among equally good epochs. */
        public Settings withTieBreak(TieBreak other) {
            return new Settings(epochs, batch, rate, weightDecay, evaluateEvery, precision, shards, other);
        }
    }

    private final Metanetwork network;
    private final Settings settings;
    private final Seeds seeds;
    private final Checkpoints checkpoints;

    /** Training of one network; parameters start and batches are drawn from {@code seeds}. */
    public MetanetworkFit(Metanetwork network, Settings settings, Seeds seeds) {
        this(network, settings, seeds, Checkpoints.NONE);
    }

    private MetanetworkFit(Metanetwork network, Settings settings, Seeds seeds, Checkpoints checkpoints) {
        this.network = network;
        this.settings = settings;
        this.seeds = seeds;
        this.checkpoints = checkpoints;
    }

    /** The same training, which saves its state and resumes from it. */
    public MetanetworkFit saving(Checkpoints other) {
        return new MetanetworkFit(network, settings, seeds, other);
    }

    /**
     * Trains.
     *
     * @param train the training models
     * @param targets one for each of them, in their order
     * @throws IllegalArgumentException if models, targets and network do not belong together
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Epochs.Best run(Matrices train, Targets targets, Epochs.Validation validation) {
        try (Progress progress = Progress.of("training " + network.name(), settings.steps(train.models()))) {
            return run(train, targets, validation, progress);
        }
    }

    /** Like {@link #run(Matrices, Targets, Epochs.Validation)}, as a part of a larger job that counts every step. */
    public Epochs.Best run(Matrices train, Targets targets, Epochs.Validation validation, Progress progress) {
        check(network, settings, train, train.models(), targets);
        try (NDManager scope = Torch.scope()) {
            BankTensors bank = BankTensors.of(scope, train, settings.precision);
            Targets.OnDevice wanted = targets.on(scope);
            NDArray parameters = Torch.tensor(
                    scope,
                    network.layout().initial(starting(seeds)),
                    new Shape(1, network.layout().size()));
            return new Epochs(network.name(), settings.inEpochs(), seeds)
                    .saving(checkpoints.keyed(settings + " " + network + " " + train))
                    .train(
                            parameters,
                            Fit.Settings.of(settings.steps(train.models()), settings.rate)
                                    .withWeightDecay(settings.weightDecay),
                            train.models(),
                            progress,
                            (step, row, models, number, shard) ->
                                    network.loss(step, row, bank, Tensors.indices(step, models), wanted),
                            validation);
        }
    }

    /** What a network's parameters are drawn from. */
    static Seeds starting(Seeds seeds) {
        return seeds.split("parameters");
    }

    /** Checks that matrices, so many training models, targets, network and settings belong together. */
    static void check(Metanetwork network, Settings settings, Matrices matrices, int models, Targets targets) {
        network.checkMatrices(matrices);
        targets.check(network);
        Check.that(
                targets.models() == models,
                "%s: expected a target for each of %d models, found %d",
                network.name(),
                models,
                targets.models());
        Check.that(
                network.trainsIn(settings.precision),
                "%s: expected training in %s, found %s; only ProbeX and MVProbe read it",
                network.name(),
                Precision.FP32,
                settings.precision);
        settings.precision.warnIfSlow();
    }

    @Override
    public String toString() {
        return "training of %s with %s".formatted(network, settings);
    }
}
