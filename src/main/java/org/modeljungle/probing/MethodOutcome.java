package org.modeljungle.probing;

import java.util.List;
import org.modeljungle.nets.Epochs;
import org.modeljungle.nets.Network;

/**
 * What came out of a {@link MethodTrial}.
 *
 * @param name the trial's
 * @param score on the test networks: accuracy, or Kendall's tau
 * @param validation the same on the validation networks, the best of all epochs
 * @param training the same on the training networks, with the parameters of the epoch that was best on validation
 * @param parameters the number of learnt numbers
 * @param flops to read one network of the zoo's first architecture; see {@link Method#flops}
 * @param flopsPerBatch what is done once for all networks of a batch
 * @param seconds how long the training took, beside others where several ran side by side
 * @param history the course of training
 */
public record MethodOutcome(
        String name,
        double score,
        double validation,
        double training,
        long parameters,
        long flops,
        long flopsPerBatch,
        double seconds,
        List<Epochs.Evaluation> history) {

    public MethodOutcome {
        history = List.copyOf(history);
    }

    /** The generalisation gap: the score on networks learnt from, with the parameters that were kept, less that on others. */
    public double gap() {
        return training - score;
    }

    static MethodOutcome of(MethodTrial trial, MethodFit.Fitted fitted, double seconds) {
        ZooTask task = trial.task();
        Network first = task.zoo().groups().get(0).network();
        return new MethodOutcome(
                trial.name(),
                task.score(fitted.test(), task.test()),
                fitted.validation(),
                fitted.training(),
                fitted.layout().size(),
                trial.method().flops(first, task.goal().outputs()),
                trial.method().flopsPerBatch(first),
                seconds,
                fitted.history());
    }
}
