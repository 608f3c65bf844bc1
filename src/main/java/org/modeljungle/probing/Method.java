package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.modeljungle.experiment.Described;
import org.modeljungle.experiment.Trainable;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.tensor.Torch;

/**
 * A way of reading whole networks, written as TorchScript text around the networks that it reads. Its own parameters have the
 * same layout for all networks of one zoo, so that one method reads a mix of architectures. One of your own is a record with
 * these methods: its components are its settings, and in a cell of a notebook it takes part in every experiment and table.
 */
public interface Method extends Described {

    /** The method's own parameters. */
    ParameterLayout layout(Network network, int outputs);

    /**
     * TorchScript methods. One of them is {@code read_of(self, c: List[Tensor], q: Tensor, given: Tensor, keep: Tensor) -> Tensor}, from the
     * method's parameters, cut, what it reads of models {@code q [models, numbers]} and what is {@link #given} to outputs
     * {@code [models, outputs]}. Another, {@code represent_of}, of the same arguments, gives what the last layer reads,
     * {@code [models, width]}; a method without it has no representations. The network's own script stands beside them;
     * {@code {named}} stands for the lines that name the method's parameters.
     */
    String script(Network network, int outputs);

    /**
     * What it reads of one model, at first its weights.
     *
     * @param row a model's parameters
     */
    default float[] reads(Network network, float[] row) {
        return row;
    }

    /**
     * What the method is given and doesn't learn by gradients, such as fixed probes; empty where there is nothing.
     *
     * @param known what it {@link #reads} of the training models whose weights have the same names and shapes
     */
    default Given given(Network network, List<float[]> known) {
        return Given.NOTHING;
    }

    /** Whether {@link #given} depends on the training models, so that it is another one for each layout of weights. */
    default boolean isGivenLearnt() {
        return false;
    }

    /**
     * Operations to read one model, as {@link org.modeljungle.nets.Flops} counts them. What is made once for all models of a
     * batch, such as probes, is not in it: {@link #flopsPerBatch} counts it.
     */
    long flops(Network network, int outputs);

    /** Operations that are done once for all models of a batch. */
    default long flopsPerBatch(Network network) {
        return 0;
    }

    /** Its training on a task, for an {@link org.modeljungle.experiment.Experiment}. */
    default Trainable<MethodFit.Fitted> on(ZooTask task, MethodFit.Settings how) {
        return new MethodTraining(this, how, task);
    }

    /**
     * A tensor that is not learnt.
     *
     * @param values row-major
     * @param shape of the tensor
     */
    record Given(float[] values, List<Integer> shape) {
        /** None. */
        public static final Given NOTHING = new Given(new float[0], List.of(0));

        NDArray tensor(NDManager scope) {
            long[] sizes = shape.stream().mapToLong(Integer::longValue).toArray();
            return Torch.tensor(scope, values, new Shape(sizes));
        }
    }
}
