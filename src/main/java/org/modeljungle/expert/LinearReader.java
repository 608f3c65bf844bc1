package org.modeljungle.expert;

import java.util.Map;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.ResidualMap;
import org.modeljungle.ridge.Ridge;
import org.modeljungle.ridge.Whitening;

/**
 * A linear reader: for each layer the residual's direction times a matrix, summed over the layers.
 *
 * @param name for messages
 * @param layers by name
 * @param mean what is added, per class
 * @param lambda the ridge
 * @param leaveOneOutError as {@link Ridge#leaveOneOutError()}
 */
public record LinearReader(
        String name, Map<String, ResidualMap> layers, float[] mean, double lambda, double leaveOneOutError)
        implements Expert.Reader {

    @Override
    public float[][] logits(Map<String, LayerBank> models) {
        float[][] sums = ResidualMap.sum(name, layers, models);
        for (float[] row : sums) {
            for (int k = 0; k < row.length; k++) {
                row[k] += mean[k] - .5f; // labels are 0 and 1
            }
        }
        return sums;
    }

    /** The power of its {@link Whitening}, the same for all layers; 0 for none. */
    public double power() {
        return layers.values().iterator().next().whitening().power();
    }

    @Override
    public long parameters() {
        return layers.values().stream()
                .mapToLong(layer -> layer.weights().length)
                .sum();
    }

    @Override
    public Map<String, Double> numbers() {
        return Map.of("leave-one-out error", leaveOneOutError);
    }

    @Override
    public long flops() {
        return layers.values().stream().mapToLong(ResidualMap::flops).sum();
    }
}
