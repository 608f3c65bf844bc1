package org.modeljungle.expert;

import java.util.List;
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
 * @param offset what is added to each output // [width]
 * @param lambda the ridge
 * @param leaveOneOutError as {@link Ridge#leaveOneOutError()}
 */
public record LinearReader(
        String name, Map<String, ResidualMap> layers, float[] offset, double lambda, double leaveOneOutError)
        implements Expert.Reader {

    @Override
    public float[][] outputs(Map<String, LayerBank> models) {
        float[][] sums = ResidualMap.sum(name, layers, models);
        for (float[] row : sums) {
            for (int k = 0; k < row.length; k++) {
                row[k] += offset[k];
            }
        }
        return sums;
    }

    /** The power of its {@link Whitening}, the same for all layers; 0 for none. */
    public double power() {
        return layers.values().iterator().next().whitening().power();
    }

    @Override
    public List<String> layersRead() {
        return List.copyOf(layers.keySet());
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
