package org.modeljungle.show;

import java.util.ArrayList;
import java.util.List;
import org.modeljungle.metanetwork.DenseNetwork;
import org.modeljungle.metanetwork.Head;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MvProbe;
import org.modeljungle.metanetwork.ProbeX;

/** The steps of a {@link Metanetwork}; their parameters and operations add up to those of the network. */
final class NetworkSteps {

    private NetworkSteps() {}

    /** From the matrix to what the head says, or to the representation where texts are compared with it. */
    static List<FlowStep> of(String layer, Metanetwork network) {
        List<FlowStep> steps = new ArrayList<>(List.of(FlowStep.input(layer, network.rows(), network.cols())));
        if (network instanceof ProbeX probeX) {
            steps.addAll(probeX(probeX));
        } else if (network instanceof MvProbe mvProbe) {
            steps.addAll(mvProbe(mvProbe));
        } else if (network instanceof DenseNetwork dense && dense.settings().representation() > 0) {
            int size = Math.multiplyExact(dense.rows(), dense.cols());
            steps.add(linear("linear map of all numbers", size, dense.representation()));
        }
        if (network.head() instanceof Head.Linear head) {
            steps.add(linear("head, T: " + kind(head), network.representation(), head.count()));
        }
        return steps;
    }

    private static String kind(Head.Linear head) {
        return switch (head.kind()) {
            case LABELS -> "a logit for each label";
            case LABEL -> "a score for each label";
            case NUMBERS -> "numbers";
        };
    }

    /** {@code e = sum_l M_l relu(V' X u_l)} */
    private static List<FlowStep> probeX(ProbeX network) {
        ProbeX.Settings s = network.settings();
        long rows = network.rows();
        long cols = network.cols();
        String relu = s.relu() ? "ReLU, then " : "";
        long inProjections = (s.projectionLayers() - 1L) * s.projections() * s.projections();
        long inEncoders = (s.encoderLayers() - 1L) * s.representation() * s.representation();
        long biases = (s.encoderLayers() - 1L) * s.representation();
        return List.of(
                new FlowStep(
                        "probes, X U",
                        FlowStep.shape(network.rows(), s.probes()),
                        cols * s.probes(),
                        2 * rows * cols * s.probes()),
                new FlowStep(
                        "projections, V'",
                        FlowStep.shape(s.projections(), s.probes()),
                        rows * s.projections() + inProjections,
                        2 * rows * s.probes() * s.projections() + 2L * s.probes() * inProjections),
                new FlowStep(
                        relu + "encoders, M",
                        FlowStep.shape(s.representation()),
                        FlowParts.linear(s.probes() * (long) s.projections(), s.representation()) + inEncoders + biases,
                        2L * s.probes() * s.projections() * s.representation() + 2 * inEncoders));
    }

    private static List<FlowStep> mvProbe(MvProbe network) {
        MvProbe.Settings s = network.settings();
        long rows = network.rows();
        long cols = network.cols();
        long sides = 2 * (rows + cols);
        int responses = 4 * s.probes() * s.projections();
        return List.of(
                new FlowStep(
                        "probes of four views: X U, X (X' W), X' V, X' (X Z)",
                        "2 of " + FlowStep.shape(network.rows(), s.probes()) + ", 2 of "
                                + FlowStep.shape(network.cols(), s.probes()),
                        sides * s.probes(),
                        6 * 2 * rows * cols * s.probes()),
                new FlowStep(
                        "standardised, projections, ReLU",
                        FlowStep.shape(4, s.probes(), s.projections()),
                        sides * s.projections(),
                        2L * s.probes() * s.projections() * sides),
                new FlowStep(
                        "encoder of all views",
                        FlowStep.shape(s.representation()),
                        FlowParts.linear(responses, s.representation()),
                        2L * responses * s.representation()));
    }

    private static FlowStep linear(String name, int inputs, int outputs) {
        return new FlowStep(name, FlowStep.shape(outputs), FlowParts.linear(inputs, outputs), 2L * inputs * outputs);
    }
}
