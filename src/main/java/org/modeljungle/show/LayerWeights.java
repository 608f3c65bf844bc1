package org.modeljungle.show;

import java.util.List;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.store.Model;
import org.modeljungle.store.Models;

/**
 * One layer of one model.
 *
 * @param model its name
 * @param layer the layer's name
 * @param rows of the matrix
 * @param cols of the matrix
 * @param rank of a LoRA's change of the layer; 0 for weights as they are
 * @param values row-major // [rows, cols]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LayerWeights(String model, String layer, int rows, int cols, int rank, float[] values) {

    private static final String WEIGHT = ".weight";

    /** Reads a layer, which may be called by the name of its tensor; names are read without the model's prefixes. */
    static LayerWeights read(Model model, String layer) {
        String name = layer.endsWith(WEIGHT) ? layer.substring(0, layer.length() - WEIGHT.length()) : layer;
        return of(model.id(), LayerBank.read(Models.of(model.id(), List.of(model)), name), 0);
    }

    static LayerWeights of(String model, LayerBank bank, int index) {
        int rank = bank.matrices() instanceof LowRank factors ? factors.rank() : 0;
        return new LayerWeights(model, bank.layer(), bank.rows(), bank.cols(), rank, bank.matrix(index));
    }

    /** What these weights have more than others. */
    LayerWeights less(LayerWeights other) {
        Check.that(
                rows == other.rows && cols == other.cols && (rank > 0) == (other.rank > 0),
                "layer '%s' of %s against '%s' of %s: expected matrices of one kind and shape, found %s and %s; a LoRA"
                        + " is itself the difference to its ancestor",
                layer,
                model,
                other.layer,
                other.model,
                shape(),
                other.shape());
        float[] difference = new float[values.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = values[i] - other.values[i];
        }
        String name = model + " less " + other.model;
        return new LayerWeights(name, layer, rows, cols, rank == 0 ? 0 : rank + other.rank, difference);
    }

    /** The same under another name. */
    LayerWeights named(String name) {
        return new LayerWeights(name, layer, rows, cols, rank, values);
    }

    /** {@code [64, 256]}, {@code [64, 64] of rank 4}. */
    String shape() {
        return "[" + rows + ", " + cols + "]" + (rank > 0 ? " of rank " + rank : "");
    }
}
