package org.modeljungle.align;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.ridge.KernelMap;
import org.modeljungle.ridge.KernelMapFile;
import org.modeljungle.text.TextEncoder;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Weight;

/**
 * A {@link RidgeAlignment} on a kernel of the weights, with the training models that models to come are compared with.
 *
 * @param map of the weights
 * @param mean of the training models' captions // [width]
 * @param encoder what the captions were encoded by
 * @param lambda the ridge
 * @param trainingSet SHA-256 of what it was trained on
 */
record KernelAlignment(KernelMap map, float[] mean, TextEncoder encoder, double lambda, String trainingSet)
        implements AlignmentReader {

    static final String KIND = "kernel-alignment";

    private static final String NAME = "kernel alignment";
    private static final String MEAN = "mean";

    private record Settings(String encoder, GaussianKernel kernel, int train, int width, double lambda) {}

    @Override
    public List<LayerSize> layers() {
        return KernelMapFile.layers(map);
    }

    @Override
    public float[][] modelVectors(Map<String, LayerBank> models) {
        return Vectors.unit(map.read(NAME, models));
    }

    @Override
    public float[][] textVectors(List<String> captions) {
        return Vectors.unit(Captions.centred(encoder, captions, mean));
    }

    @Override
    public Artifact artifact() {
        Map<String, Weight> tensors = new LinkedHashMap<>(KernelMapFile.tensors(map));
        tensors.put(MEAN, Weight.of(mean, mean.length));
        Settings settings =
                new Settings(AlignmentReader.digestOf(encoder), map.kernel(), map.alpha().length, mean.length, lambda);
        return new Artifact(KIND, settings, new Artifact.About(layers(), List.of(), trainingSet), tensors);
    }

    static KernelAlignment of(ArtifactFile file, TextEncoder encoder) {
        Settings settings = file.settings(Settings.class);
        AlignmentReader.checkEncoder(file, settings.encoder, encoder);
        return new KernelAlignment(
                KernelMapFile.read(file, settings.kernel, settings.train, settings.width),
                file.floats(MEAN, settings.width),
                encoder,
                settings.lambda,
                file.about().trainingSet());
    }
}
