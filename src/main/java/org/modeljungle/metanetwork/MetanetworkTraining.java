package org.modeljungle.metanetwork;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Stackable;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.tensor.Precision;

/**
 * One training of a {@link Metanetwork}: by itself, or in one stack with others whose networks have its sizes.
 *
 * @param network what is trained
 * @param how how
 * @param seeds parameters start and batches are drawn from them
 * @param models what it is trained on and chosen by
 * @param targets one for each training model, in their order
 * @param score how good parameters are on the models to choose by
 * @param keyed adds to checkpoints what the training by itself depends on beside its settings, seeds and sizes
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

    /** Copies of a row of parameters that a step holds: Adam's, the gradient's and those on the way to it. */
    private static final int ROWS = 16;

    /**
     * One layer of all models, and which of them take part.
     *
     * @param all of all models // [models, rows, cols]
     * @param train which of them to train on // [trained on]
     * @param chosenBy which of them to choose the best epoch by // [chosen by]
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

    /** Checks that models, targets, network and settings belong together. */
    void check() {
        MetanetworkFit.check(network, how, models.all, models.train.length, targets);
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

    @Override
    public Stackable.Size size() {
        long parameters = network.layout().size();
        long batch = Math.min(how.batch(), models.train.length);
        long bytes = how.precision() == Precision.FP32 ? Float.BYTES : Float.BYTES / 2;
        return new Stackable.Size(
                parameters,
                Float.BYTES * ROWS * parameters + bytes * batch * network.held(models.all.numbersEach()),
                models.all,
                bytes * models.all.models() * models.all.numbersEach());
    }

    @Override
    public List<Supplier<R>> trainAll(List<Stackable<R>> stack, Progress progress, Checkpoints checkpoints) {
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
