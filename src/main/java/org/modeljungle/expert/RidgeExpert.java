package org.modeljungle.expert;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.ridge.ResidualGram;
import org.modeljungle.ridge.Ridge;
import org.modeljungle.ridge.Whitening;

/**
 * Ridge regression in closed form from a model's residual, its weights less the tree's centre, to its target; every
 * layer that is read counts the same.
 *
 * @param name its name in tables
 * @param layers the layers it reads; none stands for all there are
 * @param powers candidates for the power of the residuals' {@link Whitening}, of which the one with the smallest
 *     leave-one-out error is taken, the first of equals; 0 stands for none
 */
public record RidgeExpert(String name, List<String> layers, List<Double> powers) implements Expert {

    public RidgeExpert {
        layers = List.copyOf(layers);
        powers = List.copyOf(powers);
        Check.that(!powers.isEmpty(), "%s: expected 1 power or more, found none; 0 stands for no whitening", name);
    }

    /** Reads one layer. */
    public static RidgeExpert layer(String layer) {
        return new RidgeExpert("ridge-layer", List.of(layer), List.of(0.0));
    }

    /** Reads every layer. */
    public static RidgeExpert allLayers() {
        return new RidgeExpert("ridge-all", List.of(), List.of(0.0));
    }

    /** The same under another name. */
    public RidgeExpert named(String other) {
        return new RidgeExpert(other, layers, powers);
    }

    /**
     * The same with residuals as they are or whitened by the power 1/4, whichever has the smaller leave-one-out error.
     */
    public RidgeExpert whitened() {
        return new RidgeExpert(name + "-whitened", layers, List.of(0.0, .25));
    }

    /** The same with other powers to choose from. */
    public RidgeExpert withPowers(Double... others) {
        return new RidgeExpert(name, layers, List.of(others));
    }

    @Override
    public long steps(WeightTask task) {
        return (long) powers.size() * layers(task).size();
    }

    @Override
    public LinearReader fit(WeightTask task, Seeds seeds) {
        return (LinearReader) Expert.super.fit(task, seeds);
    }

    @Override
    public LinearReader fit(WeightTask task, Seeds seeds, Progress progress) {
        return TrainingResiduals.best(powers, power -> fit(task, power, progress));
    }

    private LinearReader fit(WeightTask task, double power, Progress progress) {
        TrainingResiduals residuals = TrainingResiduals.of(task, layers(task), power);
        ResidualGram gram = ResidualGram.mean(residuals.grams(progress));
        RidgeTarget wanted = RidgeTarget.of(task);
        Ridge ridge = Ridge.fit(gram.trainGram(), wanted.values());
        double[] weights = new double[residuals.transforms().size()];
        Arrays.fill(weights, 1.0 / weights.length);
        return new LinearReader(
                name,
                residuals.maps(wanted.inUnits(ridge.alpha()), weights),
                wanted.offset(ridge.mean()),
                ridge.lambda(),
                ridge.leaveOneOutError(),
                task.about(layers(task)));
    }

    @Override
    public List<String> layers(WeightTask task) {
        return layers.isEmpty() ? List.copyOf(task.banks().keySet()) : layers;
    }
}
