package org.modeljungle.expert;

import java.util.List;

/**
 * What came out of a {@link Trial}.
 *
 * @param name the trial's
 * @param accuracy the share of labels told right of the test models; see {@link LabelAccuracy}
 * @param validation the same of the validation models
 * @param models how many test models there were
 * @param parameters the number of learnt numbers
 * @param flops to read one model; a multiplication and an addition are two
 * @param seconds how long the training took, beside others where several ran side by side
 * @param history the course of training; empty where there is none
 */
public record Outcome(
        String name,
        double accuracy,
        double validation,
        int models,
        long parameters,
        long flops,
        double seconds,
        List<MetanetworkFit.Evaluation> history) {

    public Outcome {
        history = List.copyOf(history);
    }

    static Outcome of(Trial trial, Fitted fitted) {
        WeightTask task = trial.task();
        return new Outcome(
                trial.name(),
                accuracy(fitted.reader(), task, task.test()),
                accuracy(fitted.reader(), task, task.val()),
                task.test().length,
                fitted.reader().parameters(),
                fitted.reader().flops(),
                fitted.seconds(),
                fitted.reader().history());
    }

    private static double accuracy(Expert.Reader reader, WeightTask task, int[] models) {
        return LabelAccuracy.of(reader.logits(task.select(models)), task.labelsOf(models));
    }
}
