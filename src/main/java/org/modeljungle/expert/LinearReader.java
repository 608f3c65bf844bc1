package org.modeljungle.expert;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.Numbers;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.ridge.ResidualMap;
import org.modeljungle.ridge.ResidualMapFile;
import org.modeljungle.ridge.Ridge;
import org.modeljungle.ridge.Whitening;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Weight;

/**
 * A linear reader: for each layer the residual's direction times a matrix, summed over the layers.
 *
 * @param name for messages
 * @param maps of the layers, by name
 * @param offset what is added to each output // [width]
 * @param lambda the ridge
 * @param leaveOneOutError as {@link Ridge#leaveOneOutError()}
 * @param about what it reads and was trained on
 */
public record LinearReader(
        String name,
        Map<String, ResidualMap> maps,
        float[] offset,
        double lambda,
        double leaveOneOutError,
        Artifact.About about)
        implements Expert.Reader {

    static final String KIND = "ridge";

    private static final String OFFSET = "offset";

    private record Settings(String name, int width, double lambda, double leaveOneOutError) {}

    @Override
    public float[][] outputs(Map<String, LayerBank> models) {
        float[][] sums = ResidualMap.sum(name, maps, models);
        for (float[] row : sums) {
            for (int k = 0; k < row.length; k++) {
                row[k] += offset[k];
            }
        }
        return sums;
    }

    /** The power of its {@link Whitening}, the same for all layers; 0 for none. */
    public double power() {
        return maps.values().iterator().next().whitening().power();
    }

    @Override
    public boolean isSavable() {
        return true;
    }

    @Override
    public Artifact artifact() {
        Map<String, Weight> tensors = new LinkedHashMap<>(ResidualMapFile.tensors(maps));
        tensors.put(OFFSET, Weight.of(offset, offset.length));
        return new Artifact(KIND, new Settings(name, offset.length, lambda, leaveOneOutError), about, tensors);
    }

    static LinearReader of(ArtifactFile file) {
        Settings settings = file.settings(Settings.class);
        Map<String, ResidualMap> maps = ResidualMapFile.read(file, settings.width);
        Check.that(!maps.isEmpty(), "%s: expected 1 layer or more, found none", file);
        float[] offset = file.floats(OFFSET, settings.width);
        return new LinearReader(
                settings.name,
                maps,
                offset,
                settings.lambda,
                settings.leaveOneOutError,
                Readers.about(file, settings.width));
    }

    @Override
    public long parameters() {
        return maps.values().stream().mapToLong(layer -> layer.weights().length).sum();
    }

    @Override
    public Map<String, Double> numbers() {
        return Map.of("leave-one-out error", leaveOneOutError);
    }

    @Override
    public long flops() {
        return maps.values().stream().mapToLong(ResidualMap::flops).sum();
    }

    @Override
    public String toString() {
        return "%s of %d layers, lambda %s".formatted(name, maps.size(), Numbers.text(lambda));
    }
}
