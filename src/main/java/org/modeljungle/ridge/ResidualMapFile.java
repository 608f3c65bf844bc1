package org.modeljungle.ridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Weight;

/**
 * {@link ResidualMap}s in a file: {@code LAYER.centre [rows, cols]} and {@code LAYER.map [rows * cols, width]} of each,
 * and where residuals are whitened {@code LAYER.power [1]}, {@code LAYER.left [rows, rows]} and
 * {@code LAYER.right [cols, cols]}.
 */
public final class ResidualMapFile {

    private static final String CENTRE = ".centre";
    private static final String MAP = ".map";
    private static final String POWER = ".power";
    private static final String LEFT = ".left";
    private static final String RIGHT = ".right";

    private ResidualMapFile() {}

    /** The layers that maps read, in their order. */
    public static List<LayerSize> layers(Map<String, ResidualMap> maps) {
        List<LayerSize> layers = new ArrayList<>();
        maps.forEach((layer, map) -> layers.add(new LayerSize(layer, map.rows(), map.cols())));
        return layers;
    }

    /** The tensors that hold maps, by name. */
    public static Map<String, Weight> tensors(Map<String, ResidualMap> maps) {
        Map<String, Weight> tensors = new LinkedHashMap<>();
        maps.forEach((layer, map) -> {
            tensors.put(layer + CENTRE, Weight.of(map.centre(), map.rows(), map.cols()));
            tensors.put(layer + MAP, Weight.of(map.weights(), map.centre().length, map.width()));
            Whitening whitening = map.whitening();
            if (whitening.power() != 0) {
                tensors.put(layer + POWER, Weight.of(new double[] {whitening.power()}, 1));
                tensors.put(layer + LEFT, Weight.of(whitening.left(), map.rows(), map.rows()));
                tensors.put(layer + RIGHT, Weight.of(whitening.right(), map.cols(), map.cols()));
            }
        });
        return tensors;
    }

    /**
     * Takes the maps of all layers that a file names, in their order.
     *
     * @param width of what they map to
     * @throws IllegalArgumentException if a tensor is missing or not as it must be
     */
    public static Map<String, ResidualMap> read(ArtifactFile file, int width) {
        Map<String, ResidualMap> maps = new LinkedHashMap<>();
        for (LayerSize layer : file.about().layers()) {
            float[] centre = file.floats(layer.name() + CENTRE, layer.rows(), layer.cols());
            float[] weights = file.floats(layer.name() + MAP, layer.numbers(), width);
            maps.put(
                    layer.name(), new ResidualMap(layer.rows(), layer.cols(), centre, whitening(file, layer), weights));
        }
        return maps;
    }

    private static Whitening whitening(ArtifactFile file, LayerSize layer) {
        if (!file.has(layer.name() + POWER)) {
            return Whitening.NONE;
        }
        double power = file.doubles(layer.name() + POWER, 1)[0];
        Check.that(power > 0, "%s: expected a power above 0 to whiten by, found %s", file, power);
        return new Whitening(
                power,
                file.floats(layer.name() + LEFT, layer.rows(), layer.rows()),
                file.floats(layer.name() + RIGHT, layer.cols(), layer.cols()));
    }
}
