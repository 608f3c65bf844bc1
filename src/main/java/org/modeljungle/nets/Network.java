package org.modeljungle.nets;

import java.util.List;

/**
 * A whole network as a function of stacked parameters: inputs go in, outputs come out. It is written once, as
 * TorchScript text, so that what trains it and what probes it can be built around it in one script.
 */
public interface Network {

    /** The parameters of one model. */
    ParameterLayout layout();

    /** The shape of one input: {@code [2]} is a point of the plane, {@code [3, 16, 16]} a picture. */
    List<Integer> input();

    /** The number of outputs. */
    int outputs();

    /** The number of neurons of the last hidden layer. */
    int hidden();

    /**
     * Floating-point operations that one model takes for one input: those of its matrix products and convolutions,
     * where a multiplication and an addition are two.
     */
    long flops();

    /**
     * TorchScript methods. One of them is {@code respond_of(self, parts: List[Tensor], x: Tensor) -> Tensor}, from
     * parameters that are cut already, each {@code [models, values]}, and inputs {@code [models, batch, input...]}, or
     * {@code [1, batch, input...]} that all models share, to outputs {@code [models, batch, outputs]}. Another,
     * {@code hidden_of}, gives the last hidden layer's {@code [models, batch, hidden]}, and
     * {@code output_of(self, parts, h)} the outputs of that.
     */
    String script();
}
