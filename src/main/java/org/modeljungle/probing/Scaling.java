package org.modeljungle.probing;

import java.util.Arrays;
import java.util.List;
import org.modeljungle.metrics.Standardiser;

/** Standardiser of numbers, fitted to the training models whose weights have the same names and shapes. */
final class Scaling {

    /** The line that applies it to {@code q [models, numbers]}. */
    static final String LINE = "q = (q - torch.select(constant, 0, 0)) * torch.select(constant, 0, 1)";

    private Scaling() {}

    /** The mean and the reciprocal standard deviation of these rows // [2, numbers] */
    static Method.Constant of(List<float[]> rows) {
        float[][] standard = Standardiser.of(rows);
        int width = standard[0].length;
        float[] flat = Arrays.copyOf(standard[0], 2 * width);
        System.arraycopy(standard[1], 0, flat, width, width);
        return new Method.Constant(flat, List.of(2, width));
    }
}
