package org.modeljungle.search;

import java.util.List;
import org.modeljungle.align.Aligner;
import org.modeljungle.align.AlignmentTask;
import org.modeljungle.experiment.Described;
import org.modeljungle.experiment.Trainable;
import org.modeljungle.experiment.TrainingContext;
import org.modeljungle.ridge.ResidualGram;

/**
 * Puts models side by side: from a task's training models it learns, or does not, how far models are from one another.
 * In an experiment it is asked what the ProbeX paper asks of representations: nearest neighbours, retrieval, one class.
 * One of your own is a record with these methods.
 */
public interface Representation extends Described {

    /** The layers that it reads. */
    List<String> layers(AlignmentTask task);

    /** How many steps of progress {@link #fit} takes. */
    long steps(AlignmentTask task);

    /**
     * The distances between all models of the task; only training and validation models may be learnt from.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    ModelDistances fit(AlignmentTask task, TrainingContext context);

    /**
     * Its training on a task. The outcome has the measures {@code held-out/nearest} (the main one),
     * {@code held-out/map}, {@code held-out/precision-4}, {@code held-out/one-class} (where each concept has three
     * models or more), and the same for {@code seen}.
     */
    default Trainable<ModelDistances> on(AlignmentTask task) {
        return new RepresentationTraining(this, task);
    }

    /** The weights themselves: cosines of all layers' residuals, and nothing that is trained. */
    static Representation residuals() {
        return new OfResiduals("residuals");
    }

    /** The vectors that an aligner gives to models. */
    static Representation of(Aligner aligner) {
        return new OfAligner(aligner);
    }

    /** See {@link #residuals}. */
    record OfResiduals(String name) implements Representation {
        @Override
        public List<String> layers(AlignmentTask task) {
            return List.copyOf(task.banks().keySet());
        }

        @Override
        public long steps(AlignmentTask task) {
            return 1;
        }

        @Override
        public ModelDistances fit(AlignmentTask task, TrainingContext context) {
            ModelDistances distances =
                    ModelDistances.of(ResidualGram.of(task.grams(), task.split().train()));
            context.progress().step();
            return distances;
        }
    }

    /** See {@link #of}. */
    record OfAligner(Aligner aligner) implements Representation {
        @Override
        public String name() {
            return aligner.name();
        }

        @Override
        public Object settings() {
            return aligner.settings();
        }

        @Override
        public String version() {
            return aligner.version();
        }

        @Override
        public Object author() {
            return aligner.author();
        }

        @Override
        public List<String> layers(AlignmentTask task) {
            return aligner.layers(task);
        }

        @Override
        public long steps(AlignmentTask task) {
            return aligner.steps(task);
        }

        @Override
        public ModelDistances fit(AlignmentTask task, TrainingContext context) {
            return ModelDistances.cosine(aligner.fit(task, context).allModelVectors());
        }
    }
}
