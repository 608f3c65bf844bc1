package org.modeljungle.ridge;

import java.util.stream.IntStream;
import org.modeljungle.Progress;
import org.modeljungle.layers.LayerBank;

/**
 * What a ridge knows of one layer of its training models: the cosines between their residuals, which may be whitened, and how
 * a solution on them becomes a map of later models.
 *
 * @param centre the training models' mean // [numbers]
 * @param whitening of the residuals
 * @param gram the cosines, over the training models
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ResidualKernel(float[] centre, Whitening whitening, ResidualGram gram) {

    /**
     * The kernel of one layer.
     *
     * @param power of the {@link Whitening}; 0 for none
     * @throws java.util.concurrent.CancellationException if stopped
     */
    public static ResidualKernel of(LayerBank train, double power, Progress progress) {
        int[] everyone = IntStream.range(0, train.models()).toArray();
        float[] centre = Residuals.centre(train);
        Whitening whitening = Whitening.of(train, centre, power);
        Gram gram = Gram.of(whitening.apply(train, centre), progress);
        return new ResidualKernel(centre, whitening, gram.residual(everyone));
    }

    /**
     * The map out of the dual form of a solution: {@code scale sum_i alpha_i r_i / |r_i|}.
     *
     * @param train the layer of the training models
     */
    public ResidualMap map(LayerBank train, double[][] alpha, double scale) {
        return ResidualMap.of(train, centre, whitening, alpha, scale);
    }
}
