package org.modeljungle.probing;

import java.util.List;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;

/**
 * An MLP on all of a network's weights, one after the other, each standardised over the training models. It does not
 * know that neurons can be permuted.
 *
 * @param mlp reads the weights
 */
public record FlatWeights(Mlp mlp) implements Method {

    /** With the same MLP as ProbeGen's. */
    public static final FlatWeights USUAL = new FlatWeights(Mlp.PUBLISHED);

    @Override
    public String name() {
        return "mlp";
    }

    @Override
    public ParameterLayout layout(Network network, int outputs) {
        ParameterLayout layout = new ParameterLayout();
        mlp.addTo(layout, network.layout().size(), outputs);
        return layout;
    }

    @Override
    public String script(Network network, int outputs) {
        return Scaling.script(mlp);
    }

    @Override
    public Constant constant(Network network, List<float[]> known) {
        return Scaling.of(known);
    }

    @Override
    public boolean dependsOnTrainingModels() {
        return true;
    }

    @Override
    public long flops(Network network, int outputs) {
        return mlp.flops(network.layout().size(), outputs);
    }
}
