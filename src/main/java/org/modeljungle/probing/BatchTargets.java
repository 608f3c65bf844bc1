package org.modeljungle.probing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.modeljungle.metrics.ClassAccuracy;
import org.modeljungle.store.Target;
import org.modeljungle.tensor.Tensors;

/**
 * What is known of networks, as a {@link Loss} reads it.
 *
 * @param isLabel whether each has one of several labels
 * @param values of all networks // [models, width]
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record BatchTargets(boolean isLabel, float[][] values) {

    static BatchTargets of(Target target) {
        return new BatchTargets(target.kind() == Target.Kind.LABEL, target.all());
    }

    /** Of some networks: whole numbers [models] for one label, else floats [models, width]. */
    NDArray tensor(NDManager scope, int... models) {
        float[][] some = Arrays.stream(models).mapToObj(model -> values[model]).toArray(float[][]::new);
        return isLabel
                ? Tensors.indices(
                        scope,
                        Arrays.stream(some).mapToInt(ClassAccuracy::largest).toArray())
                : Tensors.of(scope, some);
    }
}
