package org.modeljungle.layers;

import java.nio.file.Path;
import org.modeljungle.Check;
import org.modeljungle.weights.Lora;
import org.modeljungle.weights.Safetensors;

/** Fills the bank of one layer, file by file; the first file says which shape all must have. */
final class BankBuilder {

    private final String layer;
    private final Path first;
    private final LayerShape shape;
    private final int models;
    private final int rows;
    private final int cols;
    private final int rank;
    private final float[] values; // [models, rows, cols], or B [models, rows, rank]
    private final float[] down; // A [models, rank, cols]; empty for weights stored as they are

    BankBuilder(String layer, Safetensors first, int models, ConvolutionView view) {
        this(layer, first, models, view, LayerShape.of(first, layer));
    }

    BankBuilder(String layer, Safetensors first, int models, ConvolutionView view, LayerShape shape) {
        this.layer = layer;
        this.first = first.path();
        this.models = models;
        this.shape = shape;
        long[] matrix = view.matrix(shape.shape());
        rows = Math.toIntExact(matrix[0]);
        cols = Math.toIntExact(matrix[1]);
        rank = Math.toIntExact(shape.rank());
        values = new float[Blocks.length(models, rows, shape.isLowRank() ? rank : cols)];
        down = shape.isLowRank() ? new float[Blocks.length(models, rank, cols)] : new float[0];
    }

    void put(int model, Safetensors file) {
        LayerShape found = shape.vector() ? LayerShape.ofAny(file, layer) : LayerShape.of(file, layer);
        Check.that(
                found.equals(shape),
                "layer '%s' in %s: expected %s, found %s; all files of a bank have the shapes of its first, %s: read"
                        + " models of one architecture at a time",
                layer,
                file.path(),
                shape,
                found,
                first);
        String end = shape.isLowRank() ? Lora.UP : shape.vector() ? "" : LayerShape.WEIGHT;
        file.floats(layer + end, values, model * (values.length / models));
        if (shape.isLowRank()) {
            file.floats(layer + Lora.DOWN, down, model * (down.length / models));
        }
    }

    LayerBank build() {
        Matrices matrices = shape.isLowRank()
                ? new LowRank(models, rows, cols, rank, values, down)
                : new Dense(models, rows, cols, values);
        return new LayerBank(layer, matrices);
    }
}
