package org.modeljungle.nets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modeljungle.Check;

/** The course of one training in {@link Epochs}: its losses, its validations, and the parameters that did best. */
final class Course {

    private final TieBreak tieBreak;
    private final float[] losses; // of the steps of this epoch
    private final List<Epochs.Evaluation> history = new ArrayList<>();
    private float[] kept = new float[0];
    private int best = -1; // in the history
    private String failure = ""; // why it cannot go on

    Course(TieBreak tieBreak, int stepsPerEpoch) {
        this.tieBreak = tieBreak;
        this.losses = new float[stepsPerEpoch];
    }

    /** Goes on from a saved one. */
    void resume(EpochsState.Part part) {
        System.arraycopy(part.losses(), 0, losses, 0, part.losses().length);
        history.addAll(part.history());
        best = part.best();
        kept = part.kept();
    }

    /** What is to be saved after so many steps of this epoch. */
    EpochsState.Part part(int taken) {
        return new EpochsState.Part(Arrays.copyOf(losses, taken), List.copyOf(history), best, kept);
    }

    void stepped(int step, float loss) {
        losses[step] = loss;
    }

    /** The mean loss of the epoch that is done. */
    double meanLoss() {
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        return sum / losses.length;
    }

    /** Notes that it cannot go on; the first reason counts. */
    void fail(String why) {
        failure = failure.isEmpty() ? why : failure;
    }

    boolean hasFailed() {
        return !failure.isEmpty();
    }

    /** A validation after an epoch, of parameters that are kept if they are the best so far. */
    void validated(int epoch, double score, float... parameters) {
        Epochs.Evaluation now = new Epochs.Evaluation(epoch, meanLoss(), score);
        history.add(now);
        if (best < 0 || replaces(now, history.get(best))) {
            best = history.size() - 1;
            kept = parameters;
        }
    }

    List<Epochs.Evaluation> history() {
        return List.copyOf(history);
    }

    /**
     * What it has come to.
     *
     * @throws IllegalArgumentException if it could not go on
     */
    Epochs.Best best() {
        Check.that(failure.isEmpty(), "%s", failure);
        return new Epochs.Best(kept, history.get(best).epoch(), List.copyOf(history));
    }

    private boolean replaces(Epochs.Evaluation now, Epochs.Evaluation old) {
        return now.score() > old.score() || (tieBreak == TieBreak.LATEST && now.score() == old.score());
    }
}
