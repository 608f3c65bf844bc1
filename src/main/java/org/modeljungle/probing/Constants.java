package org.modeljungle.probing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.Progress;
import org.modeljungle.jungle.zoo.NetworkZoo;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;

/**
 * The constants of a trained method: tensors that it did not learn by gradients. Where they depend on the training
 * models, there is one for each of their layouts; else there is one for all networks.
 *
 * @param who the method's name, for messages
 * @param learnt whether it depends on the training models
 * @param byLayout of the training models' layouts
 */
record Constants(String who, boolean learnt, Map<List<Weight>, Method.Constant> byLayout) {

    /** What parameters are compared by; their initialisers do not count. */
    record Weight(String name, List<Integer> shape) {
        static List<Weight> all(ParameterLayout layout) {
            return layout.parameters().stream()
                    .map(parameter -> new Weight(parameter.name(), parameter.shape()))
                    .toList();
        }
    }

    Constants {
        byLayout = new LinkedHashMap<>(byLayout);
    }

    /**
     * From the models that a task learns from; those whose weights have the same names and shapes count together.
     *
     * @throws java.util.concurrent.CancellationException if the job is stopped
     */
    static Constants of(Method method, ZooTask task, Progress progress) {
        boolean[] known = new boolean[task.zoo().models()];
        for (int model : task.train()) {
            known[model] = true;
        }
        Map<List<Weight>, List<float[]>> reads = new LinkedHashMap<>();
        Map<List<Weight>, Network> networks = new LinkedHashMap<>();
        int model = 0;
        for (NetworkZoo.Group group : task.zoo().groups()) {
            List<Weight> layout = Weight.all(group.network().layout());
            networks.putIfAbsent(layout, group.network());
            List<float[]> same = reads.computeIfAbsent(layout, key -> new ArrayList<>());
            for (float[] row : group.rows()) {
                if (known[model++]) {
                    progress.check();
                    same.add(method.reads(group.network(), row));
                }
            }
        }
        Map<List<Weight>, Method.Constant> constants = new LinkedHashMap<>();
        networks.forEach((layout, network) -> {
            if (method.dependsOnTrainingModels() ? !reads.get(layout).isEmpty() : constants.isEmpty()) {
                constants.put(layout, method.constant(network, reads.get(layout)));
            }
        });
        return new Constants(method.name(), method.dependsOnTrainingModels(), constants);
    }

    /**
     * The constant for a network.
     *
     * @throws IllegalArgumentException if it depends on the training models, and none was such a network
     */
    Method.Constant of(Network network) {
        List<Weight> layout = Weight.all(network.layout());
        Method.Constant own =
                learnt ? byLayout.get(layout) : byLayout.values().iterator().next();
        Check.that(
                own != null,
                "%s: expected networks whose weights have the names and shapes of some that it learnt from, found %s; put"
                        + " some of that architecture among the training networks",
                who,
                layout);
        return own;
    }
}
