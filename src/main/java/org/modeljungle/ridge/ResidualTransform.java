package org.modeljungle.ridge;

import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.layers.BlockStore;
import org.modeljungle.layers.LayerBank;

/**
 * What a ridge does with a model's weights of one layer before it takes cosines: the training models' mean is
 * subtracted, and the residual may be whitened.
 *
 * @param centre the training models' mean // [numbers]
 * @param whitening of the residuals
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ResidualTransform(float[] centre, Whitening whitening) {

    /**
     * Learns from the training models.
     *
     * @param train their layer
     * @param power of the {@link Whitening}; 0 for none
     */
    public static ResidualTransform of(LayerBank train, double power) {
        float[] centre = Residuals.centre(train);
        return new ResidualTransform(centre, Whitening.of(train, centre, power));
    }

    /**
     * The cosines between the training models' residuals.
     *
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public ResidualGram gram(LayerBank train, Progress progress) {
        int[] everyone = IntStream.range(0, train.models()).toArray();
        try (BlockStore store = BlockStore.like(train.matrices())) {
            return Gram.of(whitening.apply(train, centre, store), progress).residual(everyone);
        }
    }

    /** The map out of the dual form of a solution: {@code scale sum_i alpha_i r_i / |r_i|}. */
    public ResidualMap map(LayerBank train, double[][] alpha, double scale) {
        return ResidualMap.of(train, centre, whitening, alpha, scale);
    }
}
