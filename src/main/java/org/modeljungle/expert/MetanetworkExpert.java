package org.modeljungle.expert;

import java.util.List;
import java.util.Optional;
import org.modeljungle.Lazy;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Stackable;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFit;
import org.modeljungle.metanetwork.MetanetworkTraining;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.tensor.Precision;
import org.modeljungle.weights.Artifact;

/**
 * A {@link Metanetwork} trained on one layer, the parameters kept that do best on the validation models.
 *
 * @param name its name in tables
 * @param layer the layer it reads
 * @param architecture the network's kind and sizes
 * @param how how it is trained
 */
public record MetanetworkExpert(
        String name, String layer, Metanetwork.Architecture architecture, MetanetworkFit.Settings how)
        implements Expert {

    /** The width of the representation as the launch scripts of the reference code set it for classification. */
    private static final ProbeX.Settings PROBEX = ProbeX.Settings.CLASSIFICATION;

    /** ProbeX as published: 128 probes, 128 projections, representation 128. */
    public static MetanetworkExpert probeX(String layer) {
        return probeX("probex", layer, PROBEX);
    }

    /** ProbeX without its ReLU. */
    public static MetanetworkExpert linearProbeX(String layer) {
        return probeX("probex-linear", layer, PROBEX.withRelu(false));
    }

    /** ProbeX with four times the probes. */
    public static MetanetworkExpert wideProbeX(String layer) {
        return probeX("probex-4x", layer, PROBEX.withProbes(4 * PROBEX.probes()));
    }

    /** {@link ProbeX.Settings#NARROW}: 22 times fewer parameters than the dense expert, also for small matrices. */
    public static MetanetworkExpert narrowProbeX(String layer) {
        return probeX("probex-narrow", layer, ProbeX.Settings.NARROW);
    }

    /** ProbeX with a further ReLU layer in its encoder, and one in its projections. */
    public static MetanetworkExpert deepProbeX(String layer) {
        return probeX("probex-deep", layer, PROBEX.withLayers(2, 2));
    }

    /** ProbeX of any size, trained as published. */
    public static MetanetworkExpert probeX(String name, String layer, ProbeX.Settings settings) {
        return new MetanetworkExpert(name, layer, settings, MetanetworkFit.Settings.CLASSIFICATION);
    }

    /** The dense expert: a linear classifier on the flattened matrix, trained like ProbeX. */
    public static MetanetworkExpert dense(String layer) {
        return new MetanetworkExpert(
                "dense", layer, DenseNetwork.Settings.CLASSIFICATION, MetanetworkFit.Settings.CLASSIFICATION);
    }

    /** MVProbe of the published size, trained for a number of epochs; its code's default is 3,000. */
    public static MetanetworkExpert mvProbe(String layer, int epochs) {
        return new MetanetworkExpert(
                "mvprobe", layer, MvProbe.Settings.PUBLISHED, MetanetworkFit.Settings.MVPROBE.withEpochs(epochs));
    }

    /** The same under another name. */
    public MetanetworkExpert named(String other) {
        return new MetanetworkExpert(other, layer, architecture, how);
    }

    /** The same, trained in another way. */
    public MetanetworkExpert withFit(MetanetworkFit.Settings other) {
        return new MetanetworkExpert(name, layer, architecture, other);
    }

    /** The same, trained for another number of epochs. */
    public MetanetworkExpert withEpochs(int epochs) {
        return withFit(how.withEpochs(epochs));
    }

    /** The same, trained with another learning rate. */
    public MetanetworkExpert withRate(double rate) {
        return withFit(how.withRate(rate));
    }

    /** The same, trained on matrices in another precision; ProbeX and MVProbe read {@link Precision#BF16}. */
    public MetanetworkExpert withPrecision(Precision precision) {
        return withFit(how.withPrecision(precision));
    }

    @Override
    public List<String> layers(WeightTask task) {
        return List.of(layer);
    }

    @Override
    public long steps(WeightTask task) {
        return how.steps(task.train().length);
    }

    @Override
    public MetanetworkReader fit(WeightTask task, Seeds seeds) {
        return (MetanetworkReader) Expert.super.fit(task, seeds);
    }

    @Override
    public MetanetworkReader fit(WeightTask task, Seeds seeds, Progress progress) {
        return fit(task, seeds, progress, Checkpoints.NONE);
    }

    @Override
    public MetanetworkReader fit(WeightTask task, Seeds seeds, Progress progress, Checkpoints checkpoints) {
        return (MetanetworkReader) training(task, seeds).train(progress, checkpoints);
    }

    @Override
    public Optional<Stackable<Reader>> stackable(WeightTask task, Seeds seeds) {
        return how.shards() == 1 ? Optional.of(training(task, seeds)) : Optional.empty();
    }

    private MetanetworkTraining<Reader> training(WeightTask task, Seeds seeds) {
        LayerBank bank = task.bank(layer);
        Metanetwork network = architecture.of(bank.rows(), bank.cols(), Head.of(task.target()));
        TrainingTarget goal = TrainingTarget.of(task, network);
        Lazy<Artifact.About> about = new Lazy<>(() -> task.about(List.of(layer)));
        return new MetanetworkTraining<>(
                network,
                how,
                seeds,
                new MetanetworkTraining.Models(bank.matrices(), task.train(), task.toChooseBy(name)),
                goal.targets(),
                (row, chosenBy) -> task.target().score(network.outputs(goal.inUnits(row), chosenBy), task.val()),
                checkpoints -> checkpoints.isNone() ? checkpoints : task.keyed(checkpoints, about.get()),
                best -> new MetanetworkReader(goal.trained(best), layer, about.get()));
    }
}
