package org.modeljungle.align;

import java.util.List;
import java.util.Map;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.GaussianKernel;
import org.modeljungle.ridge.KernelMap;
import org.modeljungle.ridge.KernelMapFile;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Weight;

/**
 * A kernel of the weights, with the training models that models to come are compared with.
 *
 * @param map of the weights
 */
record KernelWeights(KernelMap map) implements RidgeWeights {

    static final String KIND = "kernel-map";

    private record Settings(GaussianKernel kernel, int train, int width) {}

    @Override
    public List<LayerSize> layers() {
        return KernelMapFile.layers(map);
    }

    @Override
    public int width() {
        return map.width();
    }

    @Override
    public float[][] read(String who, Map<String, LayerBank> models) {
        return map.read(who, models);
    }

    @Override
    public Artifact.Part part() {
        return new Artifact.Part(KIND, new Settings(map.kernel(), map.alpha().length, width()));
    }

    @Override
    public Map<String, Weight> tensors() {
        return KernelMapFile.tensors(map);
    }

    static KernelWeights of(ArtifactFile file) {
        Settings settings = file.settings(Settings.class);
        return new KernelWeights(KernelMapFile.read(file, settings.kernel, settings.train, settings.width));
    }
}
