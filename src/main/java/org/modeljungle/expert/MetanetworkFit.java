package org.modeljungle.expert;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.Fit;
import org.modeljungle.tensor.Torch;
import org.modeljungle.tensor.Workers;

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
            Check.that(
                    epochs > 0 && batch > 0 && evaluateEvery > 0,
                    "training: expected epochs, batch and evaluation interval of 1 or more, found %d, %d, %d",
                    epochs,
                    batch,
                    evaluateEvery);
            Check.that(
                    shards > 0 && shards <= batch,
                    "training: expected 1 shard or more, at most one for each of %d models of a batch, found %d",
                    batch,
                    shards);
        }

        /** In single precision and on one thread. */
        public Settings(int epochs, int batch, double rate, double weightDecay, int evaluateEvery) {
            this(epochs, batch, rate, weightDecay, evaluateEvery, Precision.FP32, 1);
        }

        /** How many steps the training on this many models takes. */
        public int steps(int models) {
            return Math.multiplyExact(epochs, perEpoch(models));
        }

        private int perEpoch(int models) {
            return (models + batch - 1) / batch;
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
    public record Result(float[] parameters, int bestEpoch, List<Evaluation> history) {}

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
    public Result run(Matrices train, Targets targets, Validation validation) {
        try (Progress progress = Progress.of("training " + network.name(), settings.steps(train.models()))) {
            return run(train, targets, validation, progress);
        }
    }

    /** Like {@link #run(Matrices, Targets, Validation)}, as a part of a larger job that counts every step. */
    public Result run(Matrices train, Targets targets, Validation validation, Progress progress) {
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
        int perEpoch = settings.perEpoch(train.models());
        try (NDManager scope = Torch.scope();
                Workers workers = Workers.of(settings.shards)) {
            BankTensors bank = BankTensors.of(scope, train, settings.precision);
            Targets.Tensors wanted = targets.on(scope);
            NDArray parameters = Torch.tensor(
                    scope,
                    network.layout().initial(seeds.split("parameters")),
                    new Shape(1, network.layout().size()));
            Fit fit = new Fit(
                    parameters,
                    Fit.Settings.of(settings.steps(train.models()), settings.rate)
                            .withWeightDecay(settings.weightDecay)
                            .withShards(settings.shards));
            Fit.Loss loss = (step, row, number, shard) -> {
                int[] batch = batch(train.models(), perEpoch, number);
                int from = batch.length * shard / settings.shards;
                int to = batch.length * (shard + 1) / settings.shards;
                int[] own = Arrays.copyOfRange(batch, from, Math.max(to, from + 1)); // one at least: none has no mean
                NDArray mean = network.loss(step, row, bank, Tensors.indices(step, own), wanted);
                return settings.shards == 1 ? mean : mean.mul((float) (to - from) * settings.shards / batch.length);
            };
            Run run = until ->
                    settings.shards == 1 ? fit.run(until, progress, loss) : fit.run(until, progress, loss, workers);
            return epochs(run, perEpoch, parameters, progress, validation);
        }
    }

    /** Trains up to a step and returns each step's loss. */
    @FunctionalInterface
    private interface Run {
        float[] until(int step);
    }

    private Result epochs(Run run, int perEpoch, NDArray parameters, Progress progress, Validation validation) {
        List<Evaluation> history = new ArrayList<>();
        Evaluation best = null;
        float[] kept = null;
        for (int epoch = 1; epoch <= settings.epochs; epoch++) {
            double lost = mean(run.until(epoch * perEpoch));
            Check.that(
                    Double.isFinite(lost),
                    "%s: expected a finite loss, found %s in epoch %d; take a learning rate below %s",
                    network.name(),
                    lost,
                    epoch,
                    settings.rate);
            if (epoch % settings.evaluateEvery == 0 || epoch == settings.epochs) {
                float[] row = Torch.floats(parameters);
                Evaluation now = new Evaluation(epoch, lost, validation.score(row));
                history.add(now);
                progress.note(String.format(Locale.ROOT, "validation %.3f", now.score));
                if (best == null || now.score > best.score) {
                    best = now;
                    kept = row;
                }
            }
        }
        return new Result(kept, best.epoch, List.copyOf(history));
    }

    /** The models of one step: every epoch has its own order. */
    private int[] batch(int models, int perEpoch, int step) {
        int[] order = seeds.split("epoch", step / perEpoch).permutation(models);
        int from = step % perEpoch * settings.batch;
        return Arrays.copyOfRange(order, from, Math.min(models, from + settings.batch));
    }

    private static double mean(float[] losses) {
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        return sum / losses.length;
    }
}
