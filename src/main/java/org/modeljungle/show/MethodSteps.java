package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;
import org.modeljungle.probing.Method;
import org.modeljungle.probing.Probing;

/** The steps of a probing method. */
final class MethodSteps {

    private static final String MLP = "mlp.";

    private MethodSteps() {}

    static List<FlowStep> of(Method method, Network network, int outputs) {
        ParameterLayout layout = method.layout(network, outputs);
        long mlp = layout.parameters().stream()
                .filter(parameter -> parameter.name().startsWith(MLP))
                .mapToLong(ParameterLayout.Parameter::size)
                .sum();
        List<FlowStep> steps = new ArrayList<>();
        if (method instanceof Probing probing) {
            int count = probing.probes().count();
            List<Integer> probe = new ArrayList<>(List.of(count));
            probe.addAll(network.input());
            long running = count * network.flops();
            steps.add(new FlowStep("probes, made once", probe.toString(), layout.size() - mlp, 0));
            steps.add(new FlowStep(
                    "the network that is read, run on each probe",
                    FlowStep.shape(count, network.outputs()),
                    0,
                    running));
            steps.add(last("MLP", outputs, mlp, method.flops(network, outputs) - running));
            return steps;
        }
        steps.add(FlowStep.input("weights of a network", network.layout().size()));
        steps.add(last(method.name(), outputs, layout.size(), method.flops(network, outputs)));
        return steps;
    }

    private static FlowStep last(String name, int outputs, long parameters, long flops) {
        return new FlowStep(name, FlowStep.shape(outputs), parameters, flops);
    }
}
