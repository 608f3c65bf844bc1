package org.modeljungle.experiment;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.modeljungle.weights.Safetensors;
import org.modeljungle.weights.Weight;

/** What a trained thing says of the test models, as a file. */
final class Outputs {

    private static final String NAME = "outputs";

    private Outputs() {}

    static void write(Path file, float[][] rows) {
        int width = rows[0].length;
        float[] flat = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        Safetensors.write(file, Map.of(NAME, Weight.of(flat, rows.length, width)), Map.of());
    }

    static float[][] read(Path file) {
        Safetensors tensors = Safetensors.open(file);
        List<Long> shape = tensors.info(NAME).shape();
        float[] flat = tensors.floats(NAME);
        int width = shape.get(1).intValue();
        float[][] rows = new float[shape.get(0).intValue()][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        return rows;
    }
}
