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
 * A way of reading whole networks, written as TorchScript text around the networks that it reads. Its own parameters
 * have the same layout for all networks of one zoo, so that one method reads a mix of architectures. One of your own is
 * a record with these methods: its components are its settings, and in a cell of a notebook it takes part in every
 * experiment and table.
 */
public interface Method extends Described {

    /** The method's own parameters. */
    ParameterLayout layout(Network network, int outputs);

    /**
     * TorchScript methods. One of them is
     * {@code read_of(self, c: List[Tensor], q: Tensor, constant: Tensor, mask: Tensor) -> Tensor}. It computes the
     * outputs {@code [models, outputs]} from the list {@code c} of the method's parameters, from what it {@link #reads}
     * of each model, {@code q [models, numbers]}, from its {@link #constant} and from a dropout mask, empty without
     * dropout. Another, {@code represent_of}, with the same arguments, returns the inputs of the last layer,
     * {@code [models, width]}; a method without it has no representations. Both may call the network's own script.
     * {@code {named}} is replaced by the lines that name the method's parameters.
     */
    String script(Network network, int outputs);

    /**
     * What it reads of one model: by default its weights.
     *
     * @param row a model's parameters
     */
    default float[] reads(Network network, float[] row) {
        return row;
    }

    /**
     * A tensor that the method needs and does not learn by gradients, such as fixed probes; {@link Constant#NONE} by
     * default.
     *
     * @param known what it {@link #reads} of the training models whose weights have the same names and shapes
     */
    default Constant constant(Network network, List<float[]> known) {
        return Constant.NONE;
    }

    /** Whether {@link #constant} is computed from the training models, so that each layout of weights has its own. */
    default boolean dependsOnTrainingModels() {
        return false;
    }

    /**
     * Operations to read one model, as {@link org.modeljungle.nets.Flops} counts them. What is computed once for all
     * models of a batch, such as probes, is not included: {@link #flopsPerBatch} counts it.
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
     * A tensor that is not learnt by gradients.
     *
     * @param values row-major
     * @param shape of the tensor
     */
    record Constant(float[] values, List<Integer> shape) {
        /** None. */
        public static final Constant NONE = new Constant(new float[0], List.of(0));

        NDArray tensor(NDManager scope) {
            long[] sizes = shape.stream().mapToLong(Integer::longValue).toArray();
            return Torch.tensor(scope, values, new Shape(sizes));
        }
    }
}
