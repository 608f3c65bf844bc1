package org.modeljungle.align;

import java.util.List;
import java.util.Optional;
import org.modeljungle.DataDigest;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Stackable;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.metanetwork.MetanetworkTraining;

/**
 * A {@link MetanetworkAlignment}, for experiments.
 *
 * @param name its name in tables
 * @param layer the layer that it reads
 * @param how how to align
 */
public record MetanetworkAligner(String name, String layer, MetanetworkAlignment.Settings how) implements Aligner {

    /** Named after its settings. */
    public static MetanetworkAligner of(String layer, MetanetworkAlignment.Settings how) {
        return new MetanetworkAligner(how.name(), layer, how);
    }

    @Override
    public List<String> layers(AlignmentTask task) {
        return List.of(layer);
    }

    @Override
    public long steps(AlignmentTask task) {
        return how.fit().steps(task.split().train().length);
    }

    @Override
    public MetanetworkAlignment fit(AlignmentTask task, TrainingContext context) {
        return (MetanetworkAlignment) training(task, context.seeds()).train(context.progress(), context.checkpoints());
    }

    @Override
    public Optional<Stackable<Alignment>> stackable(AlignmentTask task, Seeds seeds) {
        return how.fit().shards() == 1 ? Optional.of(training(task, seeds)) : Optional.empty();
    }

    private MetanetworkTraining<Alignment> training(AlignmentTask task, Seeds seeds) {
        Split split = task.split();
        DataDigest parts = new DataDigest().add(split.train()).add(split.validation());
        return new MetanetworkAlignment.Task(task.bank(layer), split, how, seeds)
                .training(
                        task.captions(),
                        task.encoder(),
                        checkpoints -> checkpoints.keyed(layer).keyed(parts.hex()));
    }

    @Override
    public Optional<AlignmentReader> reader(Alignment aligned, AlignmentTask task) {
        return Optional.of(((MetanetworkAlignment) aligned).reader());
    }
}
