package org.modeljungle.tensor;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Function;
import org.modeljungle.Check;

/**
 * A loss and its gradient at one point.
 *
 * @param loss the loss, a scalar or one value per model; owned by the step's scope
 * @param gradient of the summed loss, shaped like the parameters; owned by the step's scope
 */
public record Gradient(NDArray loss, NDArray gradient) {

    /**
     * Evaluates {@code loss} at {@code parameters} and differentiates its sum.
     *
     * @param step the scope of this step, owner of both results; close it after the optimiser has used them
     * @param parameters any float tensor; not changed
     * @param loss maps the parameters to a scalar or to one loss per model
     * @throws IllegalArgumentException if the loss does not depend on the parameters
     */
    public static Gradient of(NDManager step, NDArray parameters, Function<NDArray, NDArray> loss) {
        JniUtils.setGradMode(true);
        try {
            NDArray leaf = parameters.stopGradient(); // shares memory: a fresh leaf each step keeps no old graph alive
            leaf.attach(step);
            leaf.setRequiresGradient(true);
            PtNDArray value = (PtNDArray) loss.apply(leaf);
            PtNDArray ones = (PtNDArray) step.ones(value.getShape());
            backward(value, ones);
            NDArray gradient = leaf.getGradient();
            gradient.attach(step);
            NDArray detached = value.stopGradient();
            detached.attach(step);
            return new Gradient(detached, gradient);
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    private static void backward(PtNDArray value, PtNDArray ones) {
        try {
            JniUtils.backward(value, ones, false, false);
        } catch (EngineException e) {
            Check.that(
                    !e.getMessage().contains("does not require grad"), // it cannot be asked beforehand
                    "the loss does not depend on the parameters: it has no gradient");
            throw e;
        }
    }
}
