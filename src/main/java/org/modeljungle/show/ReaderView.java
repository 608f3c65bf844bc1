package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.modeljungle.align.AlignmentReader;
import org.modeljungle.expert.Expert;
import org.modeljungle.expert.LinearReader;
import org.modeljungle.expert.MetanetworkReader;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.nets.Network;
import org.modeljungle.probing.Method;
import org.modeljungle.probing.MethodReader;

/**
 * What a reader does to the weights of a model: the shapes on the way, the parameters and the multiply-adds of each
 * step.
 *
 * <pre>{@code
 * show(reader); // of an expert, an alignment or a probing method
 * show(ReaderView.of(Probing.probeGen(128, network), network, 10)); // a method that is not trained
 * }</pre>
 *
 * <p>Readers whose steps are not known, such as those of your own, are one box.
 */
public final class ReaderView {

    private static final String OUTPUTS = "outputs";

    private ReaderView() {}

    /** The flow of an expert's reader. */
    public static FlowChart of(Expert.Reader reader) {
        if (reader instanceof MetanetworkReader trained) {
            Metanetwork network = trained.trained().network();
            return FlowChart.of(
                    network.name(),
                    named(
                            NetworkSteps.of(layer(trained), network),
                            reader.about().outputs()));
        }
        List<FlowStep> steps =
                new ArrayList<>(List.of(FlowParts.input(reader.about().layers())));
        if (reader instanceof LinearReader linear) {
            steps.add(FlowStep.input("residuals: less the training models' mean, each scaled to length 1"));
            steps.add(new FlowStep(
                    "linear map of each layer, summed",
                    FlowStep.shape(linear.offset().length),
                    reader.parameters(),
                    reader.flops()));
            return FlowChart.of(
                    "Linear reader " + linear.name(),
                    named(steps, reader.about().outputs()));
        }
        int width = reader.about().outputs().size();
        steps.add(new FlowStep("reader", width == 0 ? "" : FlowStep.shape(width), reader.parameters(), reader.flops()));
        return FlowChart.of("Reader", named(steps, reader.about().outputs()));
    }

    private static String layer(MetanetworkReader reader) {
        return reader.about().layers().isEmpty()
                ? "one layer"
                : reader.about().layers().get(0).name();
    }

    /** The last step with what its outputs are called. */
    private static List<FlowStep> named(List<FlowStep> steps, List<String> outputs) {
        if (outputs.isEmpty()) {
            return steps;
        }
        List<FlowStep> all = new ArrayList<>(steps);
        all.add(FlowStep.input(OUTPUTS + ": " + Amounts.some(outputs, 3)));
        return all;
    }

    /** The flow of an alignment's reader: weights and words on their ways into one space. */
    public static FlowChart of(AlignmentReader reader) {
        Optional<Metanetwork> network = reader.network();
        String layer = reader.layers().size() == 1 ? reader.layers().get(0).name() : "weights";
        List<FlowStep> weights = new ArrayList<>();
        List<FlowStep> words = new ArrayList<>(List.of(FlowStep.input("caption"), FlowStep.input("text encoder")));
        if (network.isPresent()) {
            weights.addAll(NetworkSteps.of(layer, network.get()));
            words.add(textSide(network.get()));
        } else {
            weights.add(FlowParts.input(reader.layers()));
            weights.add(FlowStep.input("residuals: less the training models' mean, each scaled to length 1"));
            weights.add(new FlowStep("linear map of each layer, summed", "", reader.parameters(), reader.flops()));
        }
        weights.add(FlowStep.input("scaled to length 1: cosine with the caption"));
        words.add(FlowStep.input("scaled to length 1"));
        String name = network.map(Metanetwork::name).orElse("Linear");
        return new FlowChart(name + " alignment", List.of(weights, words));
    }

    /** The parameters that the encoder does not have: those of the text side. */
    private static FlowStep textSide(Metanetwork network) {
        long side = network.layout().size()
                - NetworkSteps.of("", network).stream()
                        .mapToLong(FlowStep::parameters)
                        .sum();
        return new FlowStep("linear map", FlowStep.shape(network.representation()), side, 0);
    }

    /**
     * The flow of a trained probing method.
     *
     * @param network what it reads
     */
    public static FlowChart of(MethodReader reader, Network network) {
        return of(reader.method(), network, reader.names().size());
    }

    /** The flow of a trained probing method, whose networks are not given: its parameters, without operations. */
    public static FlowChart of(MethodReader reader) {
        List<FlowStep> steps = List.of(
                FlowStep.input("networks"),
                new FlowStep(
                        reader.method().name(),
                        FlowStep.shape(reader.names().size()),
                        reader.layout().size(),
                        0));
        return FlowChart.of("Probing method " + reader.method().name(), named(steps, reader.names()));
    }

    /**
     * The flow of a probing method, trained or not.
     *
     * @param network what it reads
     * @param outputs how many numbers or labels it says
     */
    public static FlowChart of(Method method, Network network, int outputs) {
        return FlowChart.of("Probing method " + method.name(), MethodSteps.of(method, network, outputs));
    }
}
