package org.modeljungle.ridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Weight;

/**
 * {@link ScalarRidge}s of the same layers in a file: {@code LAYER.centre [rows, cols]} and {@code LAYER.scale [2]} of
 * each layer, and for each number, counted from 0, {@code NUMBER.LAYER.map [rows * cols, 1]} where it is read off
 * directions and {@code NUMBER.sizes [layers]} where it is read off sizes.
 */
public final class ScalarRidgeFile {

    /** What such a file says that it is. */
    public static final String KIND = "scalar-ridge";

    private static final String CENTRE = ".centre";
    private static final String SCALE = ".scale";
    private static final String MAP = ".map";
    private static final String SIZES = ".sizes";

    private record Settings(List<ScalarRidge.Fitted> ridges) {}

    private ScalarRidgeFile() {}

    /**
     * Ridges that were learnt together, by {@link ScalarRidge#fitAll}.
     *
     * @param about the layers that they read, one name for each of them, and what they were trained on
     */
    public static Artifact artifact(List<ScalarRidge> ridges, Artifact.About about) {
        ridges.forEach(ridge -> Check.that(
                ridge.layers().equals(about.layers()),
                "%s: expected ridges that all read %s, found one that reads %s",
                ScalarRidge.NAME,
                about.layers(),
                ridge.layers()));
        Map<String, Weight> tensors = new LinkedHashMap<>();
        for (ResidualSizes.Scale scale : ridges.get(0).sizes().layers().values()) {
            LayerSize layer = scale.layer();
            tensors.put(layer.name() + CENTRE, Weight.of(scale.centre(), layer.rows(), layer.cols()));
            tensors.put(layer.name() + SCALE, Weight.of(new double[] {scale.mean(), scale.factor()}, 2));
        }
        for (int k = 0; k < ridges.size(); k++) {
            String number = Integer.toString(k);
            ScalarRidge ridge = ridges.get(k);
            ridge.directions().forEach((layer, map) -> tensors.put(map(number, layer), weights(map)));
            if (ridge.weights().length > 0) {
                tensors.put(number + SIZES, Weight.of(ridge.weights(), ridge.weights().length));
            }
        }
        List<ScalarRidge.Fitted> fitted =
                ridges.stream().map(ScalarRidge::fitted).toList();
        return new Artifact(KIND, new Settings(fitted), about, tensors);
    }

    /**
     * Takes all ridges from a file.
     *
     * @throws IllegalArgumentException if a tensor is missing or not as it must be
     */
    public static List<ScalarRidge> read(ArtifactFile file) {
        List<ScalarRidge.Fitted> fitted = file.settings(Settings.class).ridges;
        Check.that(!fitted.isEmpty(), "%s: expected 1 number or more to be read, found none", file);
        ResidualSizes sizes = sizes(file);
        List<ScalarRidge> ridges = new ArrayList<>();
        for (ScalarRidge.Fitted one : fitted) {
            ridges.add(read(file, Integer.toString(ridges.size()), one, sizes));
        }
        return ridges;
    }

    private static ResidualSizes sizes(ArtifactFile file) {
        List<LayerSize> layers = file.about().layers();
        Check.that(!layers.isEmpty(), "%s: expected 1 layer or more, found none", file);
        Map<String, ResidualSizes.Scale> scales = new LinkedHashMap<>();
        for (LayerSize layer : layers) {
            float[] centre = file.floats(layer.name() + CENTRE, layer.rows(), layer.cols());
            double[] scale = file.doubles(layer.name() + SCALE, 2);
            scales.put(layer.name(), new ResidualSizes.Scale(layer, centre, scale[0], scale[1]));
        }
        return new ResidualSizes(scales);
    }

    private static ScalarRidge read(ArtifactFile file, String number, ScalarRidge.Fitted fitted, ResidualSizes sizes) {
        Map<String, ResidualMap> directions = new LinkedHashMap<>();
        if (fitted.view() != ScalarRidge.View.SIZES) {
            sizes.layers().forEach((name, scale) -> {
                LayerSize layer = scale.layer();
                float[] weights = file.floats(map(number, name), layer.numbers(), 1);
                directions.put(
                        name, new ResidualMap(layer.rows(), layer.cols(), scale.centre(), Whitening.NONE, weights));
            });
        }
        double[] weights = fitted.view() == ScalarRidge.View.DIRECTIONS
                ? new double[0]
                : file.doubles(number + SIZES, sizes.layers().size());
        return new ScalarRidge(fitted, directions, sizes, weights, file.about().trainingSet());
    }

    private static String map(String number, String layer) {
        return number + "." + layer + MAP;
    }

    private static Weight weights(ResidualMap map) {
        return Weight.of(map.weights(), map.centre().length, map.width());
    }
}
