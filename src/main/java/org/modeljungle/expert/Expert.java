package org.modeljungle.expert;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.modeljungle.Progress;
import org.modeljungle.Seeds;
import org.modeljungle.experiment.Described;
import org.modeljungle.experiment.Stackable;
import org.modeljungle.experiment.Trainable;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.nets.Checkpoints;
import org.modeljungle.nets.Epochs;
import org.modeljungle.store.Models;
import org.modeljungle.store.Target;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.LayerSize;

/**
 * A way of learning to read a {@link org.modeljungle.store.Target} from a model's weights. One of your own
 * is a record with these methods: its components are its settings, and in a cell of a notebook it takes part in every
 * experiment and table.
 */
public interface Expert extends Described {

    /** The layers that it reads. */
    default List<String> layers(WeightTask task) {
        return List.copyOf(task.banks().keySet());
    }

    /** How many steps of progress {@link #fit(WeightTask, Seeds, Progress)} takes. */
    long steps(WeightTask task);

    /**
     * Learns from the training models and chooses by the validation models.
     *
     * @param progress counts the steps and is where the work can be stopped
     */
    Reader fit(WeightTask task, Seeds seeds, Progress progress);

    /**
     * Like {@link #fit(WeightTask, Seeds, Progress)}; an expert whose training is long saves its state and resumes from
     * it.
     */
    default Reader fit(WeightTask task, Seeds seeds, Progress progress, Checkpoints checkpoints) {
        return fit(task, seeds, progress);
    }

    /** Its training in a form that can be done in one stack with others; none, the default, if it has none. */
    default Optional<Stackable<Reader>> stackable(WeightTask task, Seeds seeds) {
        return Optional.empty();
    }

    /** Its training on a task, for an {@link org.modeljungle.experiment.Experiment}. */
    default Trainable<Reader> on(WeightTask task) {
        return new ExpertTraining(this, task);
    }

    /** Like {@link #fit(WeightTask, Seeds, Progress)}, as a job of its own. */
    default Reader fit(WeightTask task, Seeds seeds) {
        try (Progress progress = Progress.of("training " + name(), steps(task))) {
            return fit(task, seeds, progress);
        }
    }

    /** A trained expert, which reads its target from weights. */
    interface Reader {

        /**
         * Reads models, whether they were trained on or not.
         *
         * @param models the layers that it reads, at least, of all these models
         * @return as the target's {@link Target.Kind} says: of several labels logits, above 0 for yes; of one label the
         *     labels' scores, of which the largest is the answer; numbers in their own units // [models, width]
         */
        float[][] outputs(Map<String, LayerBank> models);

        /** The layers that it reads: no others need be there. */
        default List<String> layersRead() {
            return layers().stream().map(LayerSize::name).toList();
        }

        /**
         * Embeddings of models: what a metanetwork's head reads, {@code e} in the ProbeX paper; otherwise its outputs.
         *
         * @param models the layers that it reads, at least
         * @return [models, width]
         */
        default float[][] representations(Map<String, LayerBank> models) {
            return outputs(models);
        }

        /** Reads model files, which may come later; only the layers that it reads are read of them // [files, width] */
        default float[][] outputs(List<Path> files) {
            return outputs(LayerBank.read(files, layers()));
        }

        /** Reads models, which may come later; see {@link #outputs(List)} // [models, width] */
        default float[][] outputs(Models models) {
            return outputs(LayerBank.read(models, layers()));
        }

        /** Embeddings of models; see {@link #representations(Map)} // [models, width] */
        default float[][] representations(Models models) {
            return representations(LayerBank.read(models, layers()));
        }

        /** Embeddings of model files; see {@link #representations(Map)} // [files, width] */
        default float[][] representations(List<Path> files) {
            return representations(LayerBank.read(files, layers()));
        }

        /** Which layers it reads, what its outputs are and are called, and what it was trained on. */
        default Artifact.About about() {
            return Artifact.About.NOTHING;
        }

        /**
         * How its outputs are to be taken: as logits, as scores, or as numbers. None where it is not known: a ridge's
         * file that was saved before files said so.
         */
        default Optional<Target.Kind> targetKind() {
            return Target.Kind.ofFiles(about().target());
        }

        /** The layers that it reads. */
        default List<LayerSize> layers() {
            return about().layers();
        }

        /**
         * What a file holds of it.
         *
         * @throws IllegalArgumentException if it has no form as a file
         */
        default Artifact artifact() {
            throw new IllegalArgumentException("reader: expected one that says what a file holds of it, found "
                    + getClass().getName() + "; let its artifact() say it, and isSavable() that it does");
        }

        /** Whether it has a form as a file. */
        default boolean isSavable() {
            return false;
        }

        /** Saves it; an existing file is replaced. */
        default void save(Path file) {
            artifact().write(file);
        }

        /**
         * Opens what {@link #save} saved, or a file of the public code of ProbeX or MVProbe as it comes. The latter
         * says neither which layer it reads nor what its classes are called: such a reader takes models with that layer
         * alone, whatever it is called there; {@link #open(Path, String, List)} names both.
         *
         * @throws IllegalArgumentException if the file is damaged, or holds something else
         */
        static Reader open(Path file) {
            return Readers.open(file);
        }

        /**
         * Opens a file of the public code of ProbeX or MVProbe, or one that
         * {@link org.modeljungle.metanetwork.MetanetworkFile} wrote.
         *
         * @param layer the layer that it reads, as model files name it
         * @param classes the names of its classes in the order in which its outputs are to come; where the file does
         *     not say which class is where, they are in alphabetical order there, as the public code has them. None if
         *     they are not known
         * @throws IllegalArgumentException if the file is damaged or holds something else, or has another number of
         *     classes
         */
        static Reader open(Path file, String layer, List<String> classes) {
            return Readers.open(file, layer, classes);
        }

        /** The number of learnt numbers. */
        long parameters();

        /** How many floating-point operations one model takes to be read; a multiplication and an addition are two. */
        long flops();

        /** Numbers that the training produced, such as a leave-one-out error, by name. */
        default Map<String, Double> numbers() {
            return Map.of();
        }

        /**
         * The course of training, the score being the target's main measure on the validation models; empty where there
         * is none.
         */
        default List<Epochs.Evaluation> history() {
            return List.of();
        }
    }
}
