package org.modeljungle.probing;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.expert.StatNn;
import org.modeljungle.nets.Network;
import org.modeljungle.nets.ParameterLayout;

/**
 * StatNN (Unterthiner et al., arXiv 2002.11448): an MLP that sees seven statistics of every weight and every bias
 * instead of their numbers, namely mean, variance, and the minimum, quartiles and maximum. Each is standardised over
 * the training models.
 *
 * @param mlp reads the statistics
 */
public record WeightStatistics(Mlp mlp) implements StandardisedNumbers {

    /** With the same MLP as ProbeGen's. */
    public static final WeightStatistics USUAL = new WeightStatistics(Mlp.PUBLISHED);

    @Override
    public String name() {
        return "statnn";
    }

    @Override
    public float[] reads(Network network, float[] row) {
        List<ParameterLayout.Parameter> parameters = network.layout().parameters();
        float[] all = new float[count(network)];
        for (int i = 0; i < parameters.size(); i++) {
            int from = parameters.get(i).offset();
            float[] weights =
                    Arrays.copyOfRange(row, from, from + parameters.get(i).size());
            System.arraycopy(StatNn.statistics(weights), 0, all, i * StatNn.STATISTICS, StatNn.STATISTICS);
        }
        return all;
    }

    @Override
    public int numbers(Network network) {
        return count(network);
    }

    /** How many statistics a network has. */
    static int count(Network network) {
        return StatNn.STATISTICS * network.layout().parameters().size();
    }
}
