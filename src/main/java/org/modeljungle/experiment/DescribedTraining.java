package org.modeljungle.experiment;

/**
 * The training of something that describes itself, such as an expert, whose name, settings, version and code it takes.
 *
 * @param <R> as in {@link Trainable}
 */
public interface DescribedTraining<R> extends Trainable<R> {

    /** What is trained. */
    Described trained();

    @Override
    default String name() {
        return trained().name();
    }

    @Override
    default Object settings() {
        return trained().settings();
    }

    @Override
    default String version() {
        return trained().version();
    }

    @Override
    default Object author() {
        return trained().author();
    }
}
