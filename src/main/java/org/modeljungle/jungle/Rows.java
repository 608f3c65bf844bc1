package org.modeljungle.jungle;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** Between a model's row of parameters and the tensors of its file. */
final class Rows {

    private Rows() {}

    static Map<String, Weight> weights(ParameterLayout layout, float[] row) {
        Map<String, Weight> weights = new LinkedHashMap<>();
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            long[] shape =
                    parameter.shape().stream().mapToLong(Integer::longValue).toArray();
            weights.put(parameter.name(), Weight.of(layout.slice(row, parameter.name()), shape));
        }
        return weights;
    }

    static float[] read(ParameterLayout layout, Safetensors file) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (ParameterLayout.Parameter parameter : layout.parameters()) {
            values.put(parameter.name(), file.floats(parameter.name()));
        }
        return layout.join(values);
    }
}
