package org.modeljungle.show;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.modeljungle.Check;
import org.modeljungle.metrics.MeasureLabels;
import org.modeljungle.nets.Epochs;

/** The course of one training. */
final class Course {

    private static final int WIDE = 640; // pixels
    private static final int HIGH = 300;

    private Course() {}

    static Panels of(String title, String score, List<Epochs.Evaluation> history) {
        check(title, history);
        int best = highest(each(history, Epochs.Evaluation::score));
        return of(title, score, history, history.get(best).epoch());
    }

    static Panels of(String title, String score, List<Epochs.Evaluation> history, int bestEpoch) {
        check(title, history);
        double[] epochs = each(history, Epochs.Evaluation::epoch);
        XyChart loss = Charts.line("Loss", "epoch", "training loss")
                .size(WIDE, HIGH)
                .series("training loss", epochs, each(history, Epochs.Evaluation::loss));
        XyChart scores = Charts.line("Validation", "epoch", MeasureLabels.of(score) + " on validation models")
                .size(WIDE, HIGH)
                .series("validation", epochs, each(history, Epochs.Evaluation::score));
        for (Epochs.Evaluation evaluation : history) {
            if (evaluation.epoch() == bestEpoch) {
                String name = "best: epoch " + bestEpoch;
                loss = loss.mark(name, new double[] {bestEpoch}, new double[] {evaluation.loss()});
                scores = scores.mark(name, new double[] {bestEpoch}, new double[] {evaluation.score()});
            }
        }
        return Panels.column(loss, scores).title(title);
    }

    private static void check(String title, List<Epochs.Evaluation> history) {
        Check.that(
                !history.isEmpty(),
                "course of '%s': expected 1 validation or more, found none; a ridge is not trained in epochs, and files"
                        + " of the public code do not hold their course",
                title);
    }

    private static double[] each(List<Epochs.Evaluation> history, ToDoubleFunction<Epochs.Evaluation> number) {
        return history.stream().mapToDouble(number).toArray();
    }

    /** The place of the largest number, the first of equals; NaN is lower than all numbers. */
    static int highest(double... values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] || (Double.isNaN(values[best]) && !Double.isNaN(values[i])) ? i : best;
        }
        return best;
    }
}
