package org.modeljungle.nets;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modeljungle.tensor.Adam;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/**
 * The tensors of a checkpoint file that hold the state of a {@link Fit}: its parameters, Adam's moments, and its step.
 */
public final class FitStates {

    private FitStates() {}

    /** A state's tensors, by name. */
    public static Map<String, Weight> weights(Fit.State state) {
        long size = state.parameters().length;
        Map<String, Weight> weights = new LinkedHashMap<>();
        weights.put("parameters", Weight.of(state.parameters(), size));
        weights.put("adam.first", Weight.of(state.adam().first(), size));
        weights.put("adam.second", Weight.of(state.adam().second(), size));
        weights.put("step", Weight.of(new long[] {state.step()}, 1));
        return weights;
    }

    /**
     * The state in a file; Adam takes one step with each of the training's.
     *
     * @throws IllegalArgumentException if it lacks one of the tensors
     */
    public static Fit.State read(Safetensors file) {
        int step = file.ints("step")[0];
        Adam.State adam = new Adam.State(file.floats("adam.first"), file.floats("adam.second"), step);
        return new Fit.State(step, file.floats("parameters"), adam);
    }
}
