package org.modeljungle.adapters;

import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.TensorInfo;

/**
 * DoRA (arXiv 2402.09353): the whole weight, the change added, is brought to learnt lengths of its rows. What it
 * changes therefore depends on the base weight.
 */
final class Decomposition {

    private Decomposition() {}

    /** The change of a base weight, given what is added before lengths are set. */
    static LayerChange.Full of(Parts parts, LayerChange added, Safetensors base, boolean transposed) {
        String name = parts.layer() + ".weight";
        Check.that(
                base.has(name),
                "layer '%s' in %s: expected its base weight '%s' in %s, found none; closest: %s",
                parts.layer(),
                parts.file().path(),
                name,
                base.path(),
                base.closest(name));
        TensorInfo info = base.info(name);
        Check.that(
                info.elements() == (long) added.rows() * added.cols()
                        && info.shape().get(0) == added.rows(),
                "layer '%s': expected a base weight of %d rows and %d columns in %s, found %s; it is another model's",
                parts.layer(),
                added.rows(),
                added.cols(),
                base.path(),
                info.shape());
        Check.that(
                info.dtype().bits() > Byte.SIZE,
                "layer '%s': expected a base weight of 16 bits or more in %s, found %s; take the base model that is not"
                        + " quantised",
                parts.layer(),
                base.path(),
                info.dtype());
        float[] weight = base.floats(name);
        float[] sum = added.dense();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight[i];
        }
        rescale(parts, sum, added.rows(), added.cols(), transposed);
        for (int i = 0; i < sum.length; i++) {
            sum[i] -= weight[i];
        }
        return new LayerChange.Full(added.rows(), added.cols(), sum);
    }

    private static void rescale(Parts parts, float[] values, int rows, int cols, boolean transposed) {
        float[] lengths = parts.floats(Part.MAGNITUDE);
        boolean byRow = !transposed && !ofInputs(parts, rows, lengths.length);
        int groups = byRow ? rows : lengths.length;
        Check.that(
                byRow ? lengths.length == rows : cols % lengths.length == 0,
                "layer '%s' in %s: expected %d lengths, found %d; they are another layer's",
                parts.layer(),
                parts.file().path(),
                byRow ? rows : cols,
                lengths.length);
        int kernel = cols / groups;
        double[] squares = new double[groups];
        for (int i = 0; i < values.length; i++) {
            squares[byRow ? i / cols : i % cols / kernel] += (double) values[i] * values[i];
        }
        for (int i = 0; i < values.length; i++) {
            int group = byRow ? i / cols : i % cols / kernel;
            values[i] = (float) (values[i] * (lengths[group] / Math.sqrt(squares[group])));
        }
    }

    /**
     * LyCORIS has lengths of rows, {@code [rows, 1, ...]}, or of inputs, {@code [1, inputs, ...]}; PEFT of rows alone.
     */
    private static boolean ofInputs(Parts parts, int rows, int count) {
        List<Long> shape = parts.info(Part.MAGNITUDE).shape();
        return parts.info(Part.MAGNITUDE).name().endsWith(".dora_scale")
                && shape.size() > 1
                && shape.get(0) == 1
                && !(rows == 1 && count == 1);
    }
}
