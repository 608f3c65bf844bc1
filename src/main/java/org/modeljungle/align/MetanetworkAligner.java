package org.modeljungle.align;

import java.util.List;
import java.util.Optional;
import org.modeljungle.DataDigest;
import org.modeljungle.experiment.TrainingContext;

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
        Split split = task.split();
        DataDigest parts = new DataDigest().add(split.train()).add(split.validation());
        return new MetanetworkAlignment.Task(task.bank(layer), task.split(), how, context.seeds())
                .saving(context.checkpoints().keyed(layer).keyed(parts.hex()))
                .run(task.captions(), task.encoder(), context.progress());
    }

    @Override
    public Optional<AlignmentReader> reader(Alignment aligned, AlignmentTask task) {
        return Optional.of(((MetanetworkAlignment) aligned).reader());
    }
}
