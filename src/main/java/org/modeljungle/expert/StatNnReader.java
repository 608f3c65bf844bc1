package org.modeljungle.expert;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.modeljungle.Check;
import org.modeljungle.layers.Dense;
import org.modeljungle.layers.LayerBank;
import org.modeljungle.metanetwork.Metanetwork;
import org.modeljungle.metanetwork.MetanetworkFile;
import org.modeljungle.metanetwork.TrainedNetwork;
import org.modeljungle.weights.Artifact;
import org.modeljungle.weights.ArtifactFile;
import org.modeljungle.weights.Weight;

/** What {@link StatNn} has learnt. */
final class StatNnReader extends NetworkReader {

    static final String KIND = "statnn";

    private static final String SCALE = "statistics.scale";

    private final float[][] scale; // as in StatNn.matrices // [2, statistics]

    StatNnReader(TrainedNetwork trained, float[][] scale, Artifact.About about) {
        super(trained, about);
        this.scale = scale;
    }

    static StatNnReader of(ArtifactFile file) {
        TrainedNetwork.Course course = file.settings(TrainedNetwork.Course.class);
        MetanetworkFile saved = MetanetworkFile.of(file);
        int width = StatNn.STATISTICS * file.about().layers().size();
        Metanetwork network = saved.network();
        Check.that(
                network.rows() == 1 && network.cols() == width,
                "%s: expected a network that reads the %d statistics of its layers, found one of [%d, %d]",
                file,
                width,
                network.rows(),
                network.cols());
        float[] flat = file.floats(SCALE, 2, width);
        float[][] scale = {Arrays.copyOf(flat, width), Arrays.copyOfRange(flat, width, 2 * width)};
        TrainedNetwork trained = TrainedNetwork.of(saved, course);
        return new StatNnReader(trained, scale, about(file, trained));
    }

    @Override
    public Artifact artifact() {
        MetanetworkFile file = trained().file("");
        Map<String, Weight> tensors = new LinkedHashMap<>(file.tensors());
        int width = scale[0].length;
        float[] flat = Arrays.copyOf(scale[0], 2 * width);
        System.arraycopy(scale[1], 0, flat, width, width);
        tensors.put(SCALE, Weight.of(flat, 2, width));
        return new Artifact(KIND, TrainedNetwork.Course.of(trained().result()), about(), tensors, file.metadata());
    }

    @Override
    Dense matrices(Map<String, LayerBank> models) {
        return StatNn.matrices(StatNn.statistics(layersRead(), models), scale);
    }
}
