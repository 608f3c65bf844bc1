package org.modeljungle.metanetwork;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.BankTensors;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.Epochs;
import org.modeljungle.nets.Fit;
import org.modeljungle.tensor.Precision;
import org.modeljungle.tensor.Tensors;
import org.modeljungle.tensor.Torch;

/** Trains a {@link Metanetwork} by Adam in shuffled mini-batches and keeps the parameters that did best on validation. */
public final class MetanetworkFit {

    /**
     * How to train.
     *
     * @param epochs how often all training models are seen
     * @param batch models per step; the last batch of an epoch may be smaller
     * @param rate Adam's learning rate
     * @param weightDecay Adam's L2 penalty
     * @param evaluateEvery after how many epochs to validate; the last epoch always is
     * @param precision in which numbers training reads the matrices; validation reads them in single precision
     * @param shards into how many parts each step's batch is cut, each read on a thread of its own; the result depends on
     *     it, within rounding, but not on the machine's cores
     */
    public record Settings(
            int epochs,
            int batch,
            double rate,
            double weightDecay,
            int evaluateEvery,
            Precision precision,
            int shards) {

        /** As published for classification. */
        public static final Settings CLASSIFICATION = new Settings(500, 128, 1e-3, 1e-5, 25);

        /** MVProbe's, as published for classification. */
        public static final Settings MVPROBE = new Settings(3000, 128, 3e-4, 1e-5, 25);

        /** As published for alignment with text. */
        public static final Settings ALIGNMENT = new Settings(200, 128, 2e-3, 0, 10);

        public Settings {
            Epochs.check(epochs, batch, evaluateEvery, shards);
        }

        /** In single precision and on one thread. */
        public Settings(int epochs, int batch, double rate, double weightDecay, int evaluateEvery) {
            this(epochs, batch, rate, weightDecay, evaluateEvery, Precision.FP32, 1);
        }

        /** How many steps the training on this many models takes. */
        public int steps(int models) {
            return Epochs.steps(epochs, batch, models);
        }

        private Epochs named(String name, Seeds seeds) {
            return new Epochs(name, epochs, batch, evaluateEvery, shards, seeds);
        }

        /** The same with another learning rate. */
        public Settings withRate(double other) {
            return new Settings(epochs, batch, other, weightDecay, evaluateEvery, precision, shards);
        }

        /** The same with another number of epochs. */
        public Settings withEpochs(int other) {
            return new Settings(other, batch, rate, weightDecay, evaluateEvery, precision, shards);
        }

        /** The same with matrices in another precision. */
        public Settings withPrecision(Precision other) {
            return new Settings(epochs, batch, rate, weightDecay, evaluateEvery, other, shards);
        }

        /** The same with each step's batch cut into {@code count} parts, each on a thread of its own. */
        public Settings withShards(int count) {
            return new Settings(epochs, batch, rate, weightDecay, evaluateEvery, precision, count);
        }

        /** Names what is not usual alone, so that finished trials, which are found by this text, stay found. */
        @Override
        public String toString() {
            String usual = "epochs=%d, batch=%d, rate=%s, weightDecay=%s, evaluateEvery=%d"
                    .formatted(epochs, batch, rate, weightDecay, evaluateEvery);
            String inPrecision = precision == Precision.FP32 ? "" : ", precision=" + precision;
            String inShards = shards == 1 ? "" : ", shards=" + shards;
            return "Settings[" + usual + inPrecision + inShards + "]";
        }
    }

    /** How good parameters are on models that are not trained on. */
    @FunctionalInterface
    public interface Validation {
        /** The score of {@code parameters}, one row; the larger the better. */
        double score(float[] parameters);
    }

    private final Metanetwork network;
    private final Settings settings;
    private final Seeds seeds;

    /** Training of one network; parameters start and batches are drawn from {@code seeds}. */
    public MetanetworkFit(Metanetwork network, Settings settings, Seeds seeds) {
        this.network = network;
        this.settings = settings;
        this.seeds = seeds;
    }

    /**
     * Trains.
     *
     * @param train the training models
     * @param targets what they shall be read as, in their order
     * @throws IllegalArgumentException if models, targets and network do not belong together
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public Epochs.Best run(Matrices train, Targets targets, Validation validation) {
        try (Progress progress = Progress.of("training " + network.name(), settings.steps(train.models()))) {
            return run(train, targets, validation, progress);
        }
    }

    /** Like {@link #run(Matrices, Targets, Validation)}, as a part of a larger job that counts every step. */
    public Epochs.Best run(Matrices train, Targets targets, Validation validation, Progress progress) {
        network.checkMatrices(train);
        targets.check(network);
        Check.that(
                targets.models() == train.models(),
                "%s: expected a target for each of %d models, found %d",
                network.name(),
                train.models(),
                targets.models());
        Check.that(
                network.trainsIn(settings.precision),
                "%s: expected training in %s, found %s; only ProbeX and MVProbe read it",
                network.name(),
                Precision.FP32,
                settings.precision);
        try (NDManager scope = Torch.scope()) {
            BankTensors bank = BankTensors.of(scope, train, settings.precision);
            Targets.InEngine wanted = targets.on(scope);
            NDArray parameters = Torch.tensor(
                    scope,
                    network.layout().initial(seeds.split("parameters")),
                    new Shape(1, network.layout().size()));
            return settings.named(network.name(), seeds)
                    .train(
                            parameters,
                            Fit.Settings.of(settings.steps(train.models()), settings.rate)
                                    .withWeightDecay(settings.weightDecay),
                            train.models(),
                            progress,
                            (step, row, models, number, shard) ->
                                    network.loss(step, row, bank, Tensors.indices(step, models), wanted),
                            () -> validation.score(Torch.floats(parameters)));
        }
    }
}
