package org.modeljungle.experiment;

/**
 * The training of what describes itself, such as an expert: its name, settings, version and code are that one's.
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
