package org.modeljungle.probing;

import org.modeljungle.nets.Network;

/**
 * An MLP on all of a network's weights, one after the other, each standardised over the training models. It does not
 * know that neurons can be permuted.
 *
 * @param mlp reads the weights
 */
public record FlatWeights(Mlp mlp) implements StandardisedNumbers {

    /** With the same MLP as ProbeGen's. */
    public static final FlatWeights USUAL = new FlatWeights(Mlp.PUBLISHED);

    @Override
    public String name() {
        return "mlp";
    }

    @Override
    public int numbers(Network network) {
        return network.layout().size();
    }
}
