package org.modeljungle.expert;

import java.util.List;
import org.modeljungle.metrics.LabelAccuracy;
import org.modeljungle.nets.Epochs;

/**
 * What came out of a {@link Trial}.
 *
 * @param name the trial's
 * @param accuracy the share of labels told right of the test models; see {@link LabelAccuracy}
 * @param accuracies the same of each test model by itself, in the task's order: for intervals, and to judge an expert of
 *     several trees on one of them // [test]
 * @param validation the same of all validation models
 * @param parameters the number of learnt numbers
 * @param flops to read one model; a multiplication and an addition are two
 * @param seconds how long the training took, beside others where several ran side by side
 * @param history the course of training; empty where there is none
 */
public record Outcome(
        String name,
        double accuracy,
        List<Double> accuracies,
        double validation,
        long parameters,
        long flops,
        double seconds,
        List<Epochs.Evaluation> history) {

    public Outcome {
        accuracies = List.copyOf(accuracies);
        history = List.copyOf(history);
    }

    /** The number of test models. */
    public int models() {
        return accuracies.size();
    }

    static Outcome of(Trial trial, Fitted fitted) {
        WeightTask task = trial.task();
        Expert.Reader reader = fitted.reader();
        float[][] test = reader.logits(task.select(task.test()));
        return new Outcome(
                trial.name(),
                LabelAccuracy.of(test, task.labelsOf(task.test())),
                LabelAccuracy.ofEach(test, task.labelsOf(task.test())),
                LabelAccuracy.of(reader.logits(task.select(task.val())), task.labelsOf(task.val())),
                reader.parameters(),
                reader.flops(),
                fitted.seconds(),
                reader.history());
    }
}
