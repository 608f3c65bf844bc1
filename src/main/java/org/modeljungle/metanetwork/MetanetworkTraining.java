package org.modeljungle.metanetwork;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Stackable;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;

/**
 * One training of a {@link Metanetwork}: by itself, or in one stack with others whose networks have its sizes.
 *
 * @param network what is trained
 * @param how how
 * @param seeds parameters start and batches are drawn from them
 * @param models what it is trained on and chosen by
 * @param targets one for each training model, in their order
 * @param score how good parameters are on the models to choose by
 * @param keyed adds to checkpoints what the training depends on beside its settings, seeds and sizes
 * @param finish what is made of the parameters that were kept
 * @param <R> the result
 */
public record MetanetworkTraining<R>(
        Metanetwork network,
        MetanetworkFit.Settings how,
        Seeds seeds,
        Models models,
        Targets targets,
        Score score,
        UnaryOperator<Checkpoints> keyed,
        Function<Epochs.Best, R> finish)
        implements Stackable<R> {

    /** Copies of a row of parameters that a step of Adam needs, and those of its gradient. */
    private static final int ROWS = 16;

    /** Copies of what a model's matrix and its responses hold that a step needs. */
    private static final int PASSES = 8;

    /**
     * One layer of all models, and which of them take part.
     *
     * @param all of all models
     * @param train to train on
     * @param chosenBy to choose the best epoch by
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content where it counts
    public record Models(Matrices all, int[] train, int[] chosenBy) {}

    /** How good parameters are on models that are not trained on. */
    @FunctionalInterface
    public interface Score {
        /** The score of one row of {@code parameters}; the larger the better. */
        double of(float[] parameters, Matrices chosenBy);
    }

    /**
     * Trains by itself.
     *
     * @throws IllegalArgumentException if models, targets and network do not belong together
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public R train(Progress progress, Checkpoints checkpoints) {
        Matrices chosenBy = models.all.select(models.chosenBy);
        Epochs.Best best = new MetanetworkFit(network, how, seeds)
                .saving(keyed.apply(checkpoints))
                .run(models.all.select(models.train), targets, row -> score.of(row, chosenBy), progress);
        return finish.apply(best);
    }

    /** The network with its sizes and head, how it is trained apart from the rates, and the form of the models. */
    @Override
    public Object shape() {
        return List.of(
                network.toString(),
                how.withRate(1).withWeightDecay(0),
                models.train.length,
                models.all instanceof LowRank factors ? factors.rank() : 0,
                targets instanceof Targets.Texts texts ? texts.texts().length : 0);
    }

    /** By the sizes of its models, of a step's batch, and of its parameters. */
    @Override
    public long bytes() {
        long parameters = network.layout().size();
        long each = models.all.numbersEach();
        long responses = parameters / network.representation(); // the encoder has most of the parameters
        int batch = Math.min(how.batch(), models.train.length);
        return Float.BYTES * (models.train.length * each + ROWS * parameters + PASSES * (each + responses) * batch);
    }

    @Override
    public List<R> trainAll(List<Stackable<R>> stack, Progress progress, Checkpoints checkpoints) {
        List<MetanetworkTraining<R>> trainings =
                stack.stream().map(other -> (MetanetworkTraining<R>) other).toList();
        for (MetanetworkTraining<R> other : trainings) {
            Check.that(
                    other.shape().equals(shape()),
                    "stack of trainings: expected all of the shape %s, found %s",
                    shape(),
                    other.shape());
        }
        return new MetanetworkStack<>(trainings).train(progress, checkpoints);
    }

    @Override
    public String toString() {
        return "training of %s with %s".formatted(network, how);
    }
}
