package org.modeljungle.align;

import java.util.List;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.ResidualMap;
import org.modeljungle.ridge.ResidualMapFile;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.LayerSize;
import org.modeljungle.weights.Weight;

/**
 * A linear map of each layer's residual.
 *
 * @param maps by layer
 */
record LinearWeights(Map<String, ResidualMap> maps) implements RidgeWeights {

    static final String KIND = "residual-maps";

    private record Settings(int width) {}

    @Override
    public List<LayerSize> layers() {
        return ResidualMapFile.layers(maps);
    }

    @Override
    public int width() {
        return maps.values().iterator().next().width();
    }

    @Override
    public float[][] read(String who, Map<String, LayerBank> models) {
        return ResidualMap.sum(who, maps, models);
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
    public Artifact.Part part() {
        return new Artifact.Part(KIND, new Settings(width()));
    }

    @Override
    public Map<String, Weight> tensors() {
        return ResidualMapFile.tensors(maps);
    }

    static LinearWeights of(ArtifactFile file) {
        int width = file.settings(Settings.class).width;
        Check.that(
                width > 0 && !file.about().layers().isEmpty(),
                "%s: expected a layer and an output, or more, found %s and %d",
                file,
                file.about().layers(),
                width);
        return new LinearWeights(ResidualMapFile.read(file, width));
    }
}
