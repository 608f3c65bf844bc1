package org.modeljungle.align;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.ResidualMap;
import org.modeljungle.ridge.ResidualMapFile;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Weight;

/**
 * A {@link RidgeAlignment} as a linear map of each layer's residual: what reads models that come later.
 *
 * @param maps of the layers
 * @param mean of the training models' captions // [width]
 * @param encoder what the captions were encoded by
 * @param lambda the ridge
 * @param trainingSet SHA-256 of what it was trained on
 */
record LinearAlignment(
        Map<String, ResidualMap> maps, float[] mean, TextEncoder encoder, double lambda, String trainingSet)
        implements AlignmentReader {

    static final String KIND = "ridge-alignment";

    private static final String NAME = "ridge alignment";
    private static final String MEAN = "mean";

    private record Settings(String encoder, int width, double lambda) {}

    @Override
    public List<LayerSize> layers() {
        return ResidualMapFile.layers(maps);
    }

    @Override
    public long parameters() {
        return maps.values().stream().mapToLong(map -> map.weights().length).sum();
    }

    @Override
    public long flops() {
        return maps.values().stream().mapToLong(ResidualMap::flops).sum();
    }

    @Override
    public float[][] modelVectors(Map<String, LayerBank> models) {
        return Vectors.unit(ResidualMap.sum(NAME, maps, models));
    }

    @Override
    public float[][] textVectors(List<String> captions) {
        return Vectors.unit(Captions.centred(encoder, captions, mean));
    }

    @Override
    public Artifact artifact() {
        Map<String, Weight> tensors = new LinkedHashMap<>(ResidualMapFile.tensors(maps));
        tensors.put(MEAN, Weight.of(mean, mean.length));
        Settings settings = new Settings(AlignmentReader.digestOf(encoder), mean.length, lambda);
        return new Artifact(KIND, settings, new Artifact.About(layers(), List.of(), trainingSet), tensors);
    }

    static LinearAlignment of(ArtifactFile file, TextEncoder encoder) {
        Settings settings = file.settings(Settings.class);
        AlignmentReader.checkEncoder(file, settings.encoder, encoder);
        return new LinearAlignment(
                ResidualMapFile.read(file, settings.width),
                file.floats(MEAN, settings.width),
                encoder,
                settings.lambda,
                file.about().trainingSet());
    }
}
