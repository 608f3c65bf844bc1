package org.modeljungle.ridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.layers.LowRank;
import org.modeljungle.layers.Matrices;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Weight;

/**
 * A {@link KernelMap} in a file: {@code alpha [train, width]}, and of each layer {@code LAYER.centre [rows, cols]} with
 * the training models, {@code LAYER.train [train, rows, cols]}, or their factors, {@code LAYER.up [train, rows, rank]}
 * and {@code LAYER.down [train, rank, cols]}.
 */
public final class KernelMapFile {

    private static final String ALPHA = "alpha";
    private static final String CENTRE = ".centre";
    private static final String TRAIN = ".train";
    private static final String UP = ".up";
    private static final String DOWN = ".down";

    private KernelMapFile() {}

    /** The layers that a map reads, in their order. */
    public static List<LayerSize> layers(KernelMap map) {
        List<LayerSize> layers = new ArrayList<>();
        map.layers()
                .forEach((name, layer) -> layers.add(
                        new LayerSize(name, layer.train().rows(), layer.train().cols())));
        return layers;
    }

    /** The tensors that hold a map, by name. */
    public static Map<String, Weight> tensors(KernelMap map) {
        Map<String, Weight> tensors = new LinkedHashMap<>();
        map.layers().forEach((name, layer) -> {
            LayerBank train = layer.train();
            tensors.put(name + CENTRE, Weight.of(layer.centre(), train.rows(), train.cols()));
            if (train.matrices() instanceof LowRank m) {
                tensors.put(name + UP, Weight.of(m.up(), m.models(), m.rows(), m.rank()));
                tensors.put(name + DOWN, Weight.of(m.down(), m.models(), m.rank(), m.cols()));
            } else {
                float[] values = ((Dense) train.matrices()).values();
                tensors.put(name + TRAIN, Weight.of(values, train.models(), train.rows(), train.cols()));
            }
        });
        tensors.put(ALPHA, Weight.of(Ridge.flat(map.alpha()), map.alpha().length, map.width()));
        return tensors;
    }

    /**
     * Takes a map of all layers that a file names, in their order.
     *
     * @param train how many training models it has
     * @param width of what it maps to
     * @throws IllegalArgumentException if a tensor is missing or not as it must be
     */
    public static KernelMap read(ArtifactFile file, GaussianKernel kernel, int train, int width) {
        Check.that(
                train > 0 && width > 0 && !file.about().layers().isEmpty(),
                "%s: expected a layer, a training model and an output, or more, found %s, %d and %d",
                file,
                file.about().layers(),
                train,
                width);
        Map<String, KernelMap.Layer> layers = new LinkedHashMap<>();
        for (LayerSize layer : file.about().layers()) {
            float[] centre = file.floats(layer.name() + CENTRE, layer.rows(), layer.cols());
            LayerBank bank = new LayerBank(layer.name(), matrices(file, layer, train));
            layers.put(layer.name(), new KernelMap.Layer(bank, centre));
        }
        return new KernelMap(kernel, layers, Ridge.rows(file.doubles(ALPHA, train, width), width));
    }

    private static Matrices matrices(ArtifactFile file, LayerSize layer, int train) {
        int rows = layer.rows();
        int cols = layer.cols();
        if (!file.has(layer.name() + UP)) {
            return new Dense(train, rows, cols, file.floats(layer.name() + TRAIN, train, rows, cols));
        }
        int rank = file.length(layer.name() + UP, 2);
        Check.that(rank > 0, "%s: expected factors of rank 1 or more in layer %s, found none", file, layer);
        float[] up = file.floats(layer.name() + UP, train, rows, rank);
        float[] down = file.floats(layer.name() + DOWN, train, rank, cols);
        return new LowRank(train, rows, cols, rank, up, down);
    }
}
