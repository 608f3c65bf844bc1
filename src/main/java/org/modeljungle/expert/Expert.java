package org.modeljungle.expert;

import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;

/** A way of learning to read from weights which classes a model was trained on. */
public interface Expert {

    /** The name in tables and results: {@code probex-linear}. */
    String name();

    /**
     * All that its outcome depends on beside the task and the seed, as text; a record's own text says it.
     *
     * <p>Finished trials are found again by it: an expert that is no record must name all its settings here.
     *
     * @throws IllegalArgumentException if this is neither a record nor says it in another way
     */
    default String recipe() {
        Check.that(
                getClass().isRecord(),
                "expert '%s': expected a record, whose text names all settings, found %s; make it one, or let recipe() name"
                        + " them",
                name(),
                getClass().getName());
        return toString();
    }

    /** The layers that it reads. */
    default List<String> layers(WeightTask task) {
        return List.copyOf(task.banks().keySet());
    }

    /** How many steps of progress {@link #fit(WeightTask, Seeds, Progress)} takes. */
    long steps(WeightTask task);

    /**
     * Learns from the training models, chooses by the validation models.
     *
     * @param progress counts the steps and is where the work can be stopped
     */
    Reader fit(WeightTask task, Seeds seeds, Progress progress);

    /**
     * Like {@link #fit(WeightTask, Seeds, Progress)}; an expert whose training is long saves where it stands, and goes on from
     * there.
     */
    default Reader fit(WeightTask task, Seeds seeds, Progress progress, Checkpoints checkpoints) {
        return fit(task, seeds, progress);
    }

    /** Like {@link #fit(WeightTask, Seeds, Progress)}, as a job of its own. */
    default Reader fit(WeightTask task, Seeds seeds) {
        try (Progress progress = Progress.of("training " + name(), steps(task))) {
            return fit(task, seeds, progress);
        }
    }

    /** What has learnt to read classes. */
    interface Reader {

        /**
         * Reads models, whether they were trained on or not.
         *
         * @param models the layers that it reads, at least, of all these models
         * @return above 0 for the classes that a model is said to know // [models, classes]
         */
        float[][] logits(Map<String, LayerBank> models);

        /** The number of learnt numbers. */
        long parameters();

        /** How many floating-point operations one model takes to be read; a multiplication and an addition are two. */
        long flops();

        /** The course of training, the score being the accuracy on the validation models; empty where there is none. */
        default List<Epochs.Evaluation> history() {
            return List.of();
        }
    }
}
