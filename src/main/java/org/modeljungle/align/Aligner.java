package org.modeljungle.align;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Described;
import org.modeljungle.experiment.Stackable;
import org.modeljungle.experiment.Trainable;
import org.modeljungle.experiment.TrainingContext;

/**
 * A method that embeds models and words in one space. One of your own is a record with these methods: its components
 * are its settings, and in a cell of a notebook it takes part in every experiment and table.
 */
public interface Aligner extends Described {

    /** The layers that it reads. */
    default List<String> layers(AlignmentTask task) {
        return List.copyOf(task.banks().keySet());
    }

    /** How many steps of progress {@link #fit} takes. */
    long steps(AlignmentTask task);

    /**
     * Learns from the split's training models and chooses by its validation models.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    Alignment fit(AlignmentTask task, TrainingContext context);

    /**
     * What it has learnt, without the models that it was trained on: it reads models that come later, and can be
     * saved.
     *
     * @param aligned what {@link #fit} returned
     * @return empty where there is none, the default
     */
    default Optional<AlignmentReader> reader(Alignment aligned, AlignmentTask task) {
        return Optional.empty();
    }

    /**
     * Saves what it has learnt: its {@link #reader}.
     *
     * @return whether it was saved: false where that is not possible, as for an alignment without a reader, or whose
     *     text encoder has no digest
     */
    default boolean save(Alignment aligned, AlignmentTask task, Path file) {
        Optional<AlignmentReader> reader =
                AlignmentReader.isSavable(task.encoder()) ? reader(aligned, task) : Optional.empty();
        reader.ifPresent(found -> found.save(file));
        return reader.isPresent();
    }

    /** Its training in a form that can be done in one stack with others; none, the default, if it has none. */
    default Optional<Stackable<Alignment>> stackable(AlignmentTask task, Seeds seeds) {
        return Optional.empty();
    }

    /** Its training on a task, for an {@link org.modeljungle.experiment.Experiment}. */
    default Trainable<Alignment> on(AlignmentTask task) {
        return new AlignmentTraining(this, task);
    }
}
