package org.modeljungle.align;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Weight;

/**
 * A {@link RidgeAlignment} without the models that it was trained on, or with those that its kernel needs.
 *
 * @param weights what it reads of models
 * @param mean of the training models' captions // [width]
 * @param encoder what the captions were encoded by
 * @param lambda the ridge
 * @param trainingSet SHA-256 of what it was trained on
 */
record RidgeReader(RidgeWeights weights, float[] mean, TextEncoder encoder, double lambda, String trainingSet)
        implements AlignmentReader {

    static final String KIND = "ridge-alignment";

    private static final String MEAN = "mean";

    private record Settings(Artifact.Part weights, String encoder, double lambda) {}

    @Override
    public List<LayerSize> layers() {
        return weights.layers();
    }

    @Override
    public long parameters() {
        return weights.parameters();
    }

    @Override
    public long flops() {
        return weights.flops();
    }

    @Override
    public float[][] modelVectors(Map<String, LayerBank> models) {
        return Vectors.unit(weights.read("ridge alignment", models));
    }

    @Override
    public float[][] textVectors(List<String> captions) {
        return Vectors.unit(Captions.centred(encoder, captions, mean));
    }

    @Override
    public Artifact artifact() {
        Map<String, Weight> tensors = new LinkedHashMap<>(weights.tensors());
        tensors.put(MEAN, Weight.of(mean, mean.length));
        Settings settings = new Settings(weights.part(), AlignmentReader.digestOf(encoder), lambda);
        return new Artifact(KIND, settings, new Artifact.About(layers(), List.of(), trainingSet), tensors);
    }

    static RidgeReader of(ArtifactFile file, TextEncoder encoder) {
        Settings settings = file.settings(Settings.class);
        AlignmentReader.checkEncoder(file, settings.encoder, encoder);
        RidgeWeights weights = RidgeWeights.of(file.part(RidgeWeights.PART));
        float[] mean = file.floats(MEAN, weights.width());
        return new RidgeReader(
                weights, mean, encoder, settings.lambda, file.about().trainingSet());
    }
}
